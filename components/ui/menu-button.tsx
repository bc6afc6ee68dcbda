'use client';

import { ChevronDown } from 'lucide-react';
import { Button } from './button.tsx';
import type { ButtonKind } from './button-styles.ts';
import { LazyMenu } from './lazy-menu.tsx';
import { useMenu } from './use-menu.ts';

type DownloadItem = { href: string; label: string; description: string };

type MenuButtonProps = { label: string; kind?: ButtonKind; items: readonly DownloadItem[] };

/** A button that opens a list of downloads, each with a line on what it keeps. */
export function MenuButton({ label, kind = 'secondary', items }: MenuButtonProps) {
  const { opener, menu } = useMenu();
  return (
    <>
      <Button kind={kind} opener={opener}>
        {label}
        <ChevronDown aria-hidden className="size-4" />
      </Button>
      <LazyMenu
        menu={menu}
        placement="bottom end"
        isWide
        entries={items.map((item) => ({
          ...{ id: item.href, label: item.label, href: item.href },
          content: (
            <span>
              <span className="block font-medium">{item.label}</span>
              <span className="block text-xs text-ink-muted">{item.description}</span>
            </span>
          ),
        }))}
      />
    </>
  );
}
