'use client';

import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ModalBoxProps } from './modal-box.tsx';

/** The box itself. Escape closes it, and the focus returns to where it was. */
export default function ModalPanel({ title, role = 'dialog', isWide = false, open, children }: ModalBoxProps) {
  return (
    <ModalOverlay
      {...open}
      isDismissable
      className="fixed inset-0 z-50 flex items-center justify-center bg-black/50 p-4"
    >
      <Modal
        className={`max-h-full w-full overflow-y-auto rounded-lg break-words border border-line bg-surface p-5 shadow-xl ${isWide ? 'max-w-xl' : 'max-w-md'}`}
      >
        <Dialog role={role}>
          {({ close }) => (
            <>
              <Heading slot="title" className="text-base font-semibold wrap-anywhere">
                {title}
              </Heading>
              {children(close)}
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
