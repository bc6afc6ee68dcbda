import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

type ModalBoxProps = {
  title: string;
  role?: 'dialog' | 'alertdialog';
  children: (close: () => void) => ReactNode;
};

/** What a dialog trigger opens: a titled box over the page. Escape closes it, and the focus returns to its button. */
export function ModalBox({ title, role = 'dialog', children }: ModalBoxProps) {
  return (
    <ModalOverlay isDismissable className="fixed inset-0 z-50 flex items-center justify-center bg-black/50 p-4">
      <Modal className="w-full max-w-md rounded-lg border border-line bg-surface p-5 shadow-xl">
        <Dialog role={role}>
          {({ close }) => (
            <>
              <Heading slot="title" className="text-base font-semibold">
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
