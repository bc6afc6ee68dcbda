import { type ButtonHTMLAttributes, type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { loadMenu } from './lazy-menu.tsx';

/** What makes any button one that opens a menu. */
export type MenuOpener = Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'id' | 'aria-haspopup' | 'aria-expanded' | 'onKeyDown' | 'onPointerEnter' | 'onFocus' | 'onClick'
> & { ref: RefObject<HTMLButtonElement | null> };

/** An open menu: under which button, and which of its entries begins with the focus; null is the menu as a whole. */
export type OpenMenu = {
  triggerRef: RefObject<HTMLButtonElement | null>;
  triggerId: string;
  first: 'first' | 'last' | null;
  onClose: () => void;
};

/** A menu and its button. The code of menus is fetched when somebody comes near the button. */
export function useMenu(): { opener: MenuOpener; menu: OpenMenu | null } {
  const id = useId();
  const ref = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<{ first: OpenMenu['first'] } | null>(null);
  const prepare = () => void loadMenu().catch(() => undefined);
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen({ first: event.key === 'ArrowDown' ? 'first' : 'last' });
  }
  return {
    opener: {
      ...{ id, ref, onKeyDown, onPointerEnter: prepare, onFocus: prepare },
      ...{ 'aria-haspopup': 'menu', 'aria-expanded': open !== null },
      // Enter and Space are clicks without a pointer.
      onClick: ({ currentTarget, detail }) => {
        currentTarget.focus();
        setOpen(open ? null : { first: detail === 0 ? 'first' : null });
      },
    },
    menu: open && { triggerRef: ref, triggerId: id, first: open.first, onClose: () => setOpen(null) },
  };
}
