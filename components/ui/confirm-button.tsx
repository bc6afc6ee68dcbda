'use client';

import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import type { ButtonKind } from './button-styles.ts';
import { DialogButton } from './dialog-button.tsx';

type ConfirmButtonProps = {
  /** What the button says; `label` says it in full where several stand in a list. */
  children: ReactNode;
  label?: string;
  kind?: ButtonKind;
  title: string;
  /** What it will do, before it does it. */
  consequence: ReactNode;
  confirm: string;
  /** The way out, where "Keep" does not say it. */
  keep?: string;
  isPending?: boolean;
  onConfirm: () => void;
};

/** A button that first says what it does. Escape or "Keep" leaves everything as it was. */
export function ConfirmButton({ children, label, kind = 'danger', isPending = false, ...ask }: ConfirmButtonProps) {
  return (
    <DialogButton role="alertdialog" title={ask.title} text={children} {...{ kind, label, isPending }}>
      {(close) => (
        <>
          <div className="mt-2 text-ink-muted">{ask.consequence}</div>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Button onPress={close}>{ask.keep ?? 'Keep'}</Button>
            <Button
              kind={kind}
              onPress={() => {
                ask.onConfirm();
                close();
              }}
            >
              {ask.confirm}
            </Button>
          </div>
        </>
      )}
    </DialogButton>
  );
}
