'use client';

import { lazy, type ReactNode } from 'react';
import { CodePlace } from './code-place.tsx';
import { codeSource } from './code-source.ts';

export type ModalBoxProps = {
  title: string;
  role?: 'dialog' | 'alertdialog';
  /** Room for a list or a table. */
  isWide?: boolean;
  /** Whether it is open, and what happens when it wants to close. */
  open: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };
  children: (close: () => void) => ReactNode;
};

const loadPanel = () => import('./modal-panel.tsx');
const source = codeSource();
const ModalPanel = lazy(() => source.fetch(loadPanel));

/** Fetches the code of dialogs ahead of time, so that the first one opens at once. Without a connection it tries again later. */
export function prepareModal(): void {
  loadPanel().catch(() => undefined);
}

/** A titled box over the page. Its code comes when the first one opens. */
export function ModalBox(props: ModalBoxProps) {
  if (!props.open.isOpen) return null;
  return (
    <CodePlace source={source} name="The dialog" onLeave={() => props.open.onOpenChange(false)}>
      <ModalPanel {...props} />
    </CodePlace>
  );
}
