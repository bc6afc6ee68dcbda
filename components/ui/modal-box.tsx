import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

type ModalBoxProps = {
  title: string;
  role?: 'dialog' | 'alertdialog';
  /** Room for a list or a table. */
  isWide?: boolean;
  /** Where no trigger stands around it: whether it is open, and what happens when it wants to close. */
  open?: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };
  children: (close: () => void) => ReactNode;
};

/** What a dialog trigger opens: a titled box over the page. Escape closes it, and the focus returns to its button. */
export function ModalBox({ title, role = 'dialog', isWide = false, open, children }: ModalBoxProps) {
  return (
    <ModalOverlay
      {...open}
      isDismissable
      className="fixed inset-0 z-50 flex items-center justify-center bg-black/50 p-4"
    >
      <Modal
        className={`max-h-full w-full overflow-y-auto rounded-lg border border-line bg-surface p-5 shadow-xl ${isWide ? 'max-w-xl' : 'max-w-md'}`}
      >
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
