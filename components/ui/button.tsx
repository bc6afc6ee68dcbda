'use client';

import type { ReactNode } from 'react';
import { Button as AriaButton, ProgressBar } from 'react-aria-components';
import { type ButtonKind, buttonClass } from './button-styles.ts';

type ButtonProps = {
  children: ReactNode;
  kind?: ButtonKind;
  type?: 'button' | 'submit';
  name?: string;
  value?: string;
  isDisabled?: boolean;
  /** Shown as busy and not pressable, but still focused, so a keyboard user does not lose their place. */
  isPending?: boolean;
  label?: string;
  onPress?: () => void;
};

/** A button; `label` names it for screen readers where its content is not enough ("Revoke token nightly"). */
export function Button({ children, kind = 'secondary', type = 'button', label, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      type={type}
      {...(label && { 'aria-label': label })}
      className={`${buttonClass(kind)} data-pending:opacity-60`}
    >
      {rest.isPending && (
        <ProgressBar aria-label="Working" isIndeterminate>
          <span className="block size-3.5 rounded-full border-2 border-current border-t-transparent motion-safe:animate-spin" />
        </ProgressBar>
      )}
      {children}
    </AriaButton>
  );
}
