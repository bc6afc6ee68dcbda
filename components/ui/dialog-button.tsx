'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import type { ButtonKind } from './button-styles.ts';
import { ModalBox, type ModalBoxProps, prepareModal } from './modal-box.tsx';

type DialogButtonProps = Omit<ModalBoxProps, 'open' | 'children'> & {
  /** What the button says; `label` says it in full where several stand in a list. */
  text: ReactNode;
  label?: string | undefined;
  kind?: ButtonKind;
  isPending?: boolean;
  /** What stands in the dialog. */
  children: ModalBoxProps['children'];
};

/** A button and the dialog it opens. */
export function DialogButton({ text, label, kind = 'secondary', isPending = false, ...box }: DialogButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        kind={kind}
        isPending={isPending}
        onPress={() => setOpen(true)}
        opener={{ 'aria-haspopup': 'dialog', onPointerEnter: prepareModal, onFocus: prepareModal }}
        {...(label && { label })}
      >
        {text}
      </Button>
      <ModalBox {...box} open={{ isOpen, onOpenChange: setOpen }} />
    </>
  );
}
