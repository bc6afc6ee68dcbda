import { lazy, type ReactNode } from 'react';
import { CodePlace } from './code-place.tsx';
import { codeSource } from './code-source.ts';
import type { OpenMenu } from './use-menu.ts';

export type MenuEntry = {
  id: string;
  label: string;
  /** What is shown of it. */
  content: ReactNode;
  /** A file to download; without one, `onChoose` is told. */
  href?: string;
  isDisabled?: boolean;
};

export type MenuProps = {
  /** Null while it is closed. */
  menu: OpenMenu | null;
  entries: readonly MenuEntry[];
  placement: 'bottom start' | 'bottom end';
  isWide?: boolean;
  /** The entry that is chosen already, where the menu is a choice of one. */
  chosenId?: string;
  onChoose?: (id: string) => void;
};

export const loadMenu = () => import('./menu-popover.tsx');
const source = codeSource();
const MenuPopover = lazy(() => source.fetch(loadMenu));

/** The menu of `useMenu`. Its code comes when the first one opens. */
export function LazyMenu({ menu, ...rest }: MenuProps) {
  if (!menu) return null;
  return (
    <CodePlace source={source} name="The menu" onLeave={menu.onClose}>
      <MenuPopover {...rest} menu={menu} />
    </CodePlace>
  );
}
