'use client';

import { ChevronDown } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button } from './button.tsx';
import type { ButtonKind } from './button-styles.ts';

type DownloadItem = { href: string; label: string; description: string };

type MenuButtonProps = { label: string; kind?: ButtonKind; items: readonly DownloadItem[] };

/** A button that opens a list of downloads, each with a line on what it keeps. */
export function MenuButton({ label, kind = 'secondary', items }: MenuButtonProps) {
  return (
    <MenuTrigger>
      <Button kind={kind}>
        {label}
        <ChevronDown aria-hidden className="size-4" />
      </Button>
      <Popover
        placement="bottom end"
        className="w-80 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-1 shadow-xl"
      >
        <Menu className="outline-none">
          {items.map((item) => (
            <MenuItem
              key={item.href}
              href={item.href}
              download
              textValue={item.label}
              className="block rounded-md px-3 py-2 outline-none data-focused:bg-accent-soft"
            >
              <span className="block font-medium">{item.label}</span>
              <span className="block text-xs text-ink-muted">{item.description}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
