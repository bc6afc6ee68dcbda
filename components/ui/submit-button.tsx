'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { Button } from './button.tsx';
import type { ButtonKind } from './button-styles.ts';

/** The button of a form: busy while the form is on its way, so a double click sends once. */
export function SubmitButton({ children, kind = 'primary' }: { children: ReactNode; kind?: ButtonKind }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" kind={kind} isPending={pending}>
      {children}
    </Button>
  );
}
