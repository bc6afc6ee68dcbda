'use client';

import { Check } from 'lucide-react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';

type CheckListProps = {
  label: string;
  items: readonly { id: string; title: string; hint: string }[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
};

const ROW_PX = 36;
const SHOWN_ROWS = 8;

/** Any number out of many, each with a figure beside it. Only the rows in sight are in the page. */
export default function CheckList({ label, items, chosen, onChange }: CheckListProps) {
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_PX }}>
      <ListBox
        aria-label={label}
        items={items}
        selectionMode="multiple"
        selectedKeys={chosen}
        // "All" is a word of the library for what "Select all" of the keyboard chooses.
        onSelectionChange={(keys) =>
          onChange(keys === 'all' ? new Set([...chosen, ...items.map(({ id }) => id)]) : new Set([...keys].map(String)))
        }
        style={{ height: Math.min(items.length, SHOWN_ROWS) * ROW_PX }}
        className="block overflow-auto rounded-md border border-line-strong"
      >
        {(item) => (
          <ListBoxItem
            textValue={item.title}
            className="group flex h-9 cursor-pointer items-center gap-2.5 px-2.5 data-focus-visible:outline-2 data-focus-visible:-outline-offset-2 data-focus-visible:outline-accent data-hovered:bg-sunken"
          >
            <span
              aria-hidden
              className="flex size-4 shrink-0 items-center justify-center rounded border border-line-strong text-on-accent group-data-selected:border-accent group-data-selected:bg-accent"
            >
              <Check className="size-3 opacity-0 group-data-selected:opacity-100" />
            </span>
            <span className="min-w-0 grow truncate">{item.title}</span>
            <span className="shrink-0 text-xs text-ink-muted tabular-nums">{item.hint}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}
