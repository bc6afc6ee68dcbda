'use client';

import { Menu, MenuItem, Popover } from 'react-aria-components';
import type { MenuProps } from './lazy-menu.tsx';
import type { OpenMenu } from './use-menu.ts';

/** The list under a menu's button. Escape closes it, and the focus returns to the button. */
export default function MenuPopover({ menu, ...props }: MenuProps & { menu: OpenMenu }) {
  const { entries, placement, isWide = false, chosenId, onChoose } = props;
  return (
    <Popover
      trigger="MenuTrigger"
      triggerRef={menu.triggerRef}
      aria-labelledby={menu.triggerId}
      isOpen
      onOpenChange={(isOpen) => isOpen || menu.onClose()}
      placement={placement}
      className={`max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-xl ${isWide ? 'w-80' : 'w-72'}`}
    >
      <Menu
        aria-labelledby={menu.triggerId}
        autoFocus={menu.first ?? true}
        onClose={menu.onClose}
        className="outline-none"
        {...(chosenId !== undefined && { selectionMode: 'single', selectedKeys: [chosenId] })}
        disabledKeys={entries.filter((entry) => entry.isDisabled).map((entry) => entry.id)}
        onAction={(key) => onChoose?.(String(key))}
      >
        {entries.map((entry) => (
          <MenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.label}
            {...(entry.href && { href: entry.href, download: true })}
            className="flex gap-2 rounded-md px-3 py-2 outline-none data-disabled:text-ink-muted data-focused:bg-accent-soft"
          >
            {entry.content}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
