'use client';

import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
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
  /** For a button that opens a menu or a dialog. */
  opener?: Pick<
    ButtonHTMLAttributes<HTMLButtonElement>,
    'id' | 'aria-haspopup' | 'aria-expanded' | 'onKeyDown' | 'onPointerEnter' | 'onFocus' | 'onClick'
  > & { ref?: Ref<HTMLButtonElement> };
};

/**
 * A button; `label` names it for screen readers where its content is not enough ("Revoke token nightly"). The browser's
 * own: it needs no code to be one, and works in a form before any code is there.
 */
export function Button({
  children,
  kind = 'secondary',
  type = 'button',
  label,
  isPending = false,
  isDisabled = false,
  onPress,
  opener,
  ...rest
}: ButtonProps) {
  return (
    <>
      <button
        {...rest}
        {...opener}
        type={type}
        disabled={isDisabled}
        onClick={(event) => {
          // Safari gives no focus to what is pressed, and a dialog gives it back to where it was.
          event.currentTarget.focus();
          // A button that works does not submit again, whether pressed or by Enter in a field, which is a click as well.
          if (isPending) return event.preventDefault();
          opener?.onClick?.(event);
          onPress?.();
        }}
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
      </button>
      <span role="status" className="sr-only">
        {isPending && 'Working'}
      </span>
    </>
  );
}
