'use client';

import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { type ButtonKind, buttonClass } from './button-styles.ts';

type ButtonProps = {
  children: ReactNode;
  kind?: ButtonKind;
  type?: 'button' | 'submit';
  name?: string;
  value?: string;
  isDisabled?: boolean;
  /** Shown as busy and not pressable, but still focused, so a keyboard user does not lose their place, and as easy to read. */
  isPending?: boolean;
  label?: string;
  onPress?: () => void;
};

/**
 * A button; `label` names it for screen readers where its content is not enough ("Revoke token nightly"). The library's own
 * pending state is not used: its announcement points at the button by id and is left without a name when a new page comes.
 */
export function Button({
  children,
  kind = 'secondary',
  type = 'button',
  label,
  isPending = false,
  ...rest
}: ButtonProps) {
  const { onPress, ...others } = rest;
  return (
    <>
      <AriaButton
        {...others}
        // A button that works does not submit again, whether pressed or by Enter in a field.
        type={isPending ? 'button' : type}
        {...(onPress && !isPending && { onPress })}
        {...(label && { 'aria-label': label })}
        className={`${buttonClass(kind)} ${isPending ? 'cursor-progress' : ''}`}
      >
        {isPending && (
          <span
            aria-hidden
            className="block size-3.5 rounded-full border-2 border-current border-t-transparent motion-safe:animate-spin"
          />
        )}
        {children}
      </AriaButton>
      <span role="status" className="sr-only">
        {isPending && 'Working'}
      </span>
    </>
  );
}
