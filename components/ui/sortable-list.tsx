'use client';

import { GripVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, GridList, GridListItem, ListLayout, useDragAndDrop, Virtualizer } from 'react-aria-components';

export type SortableItem = { id: string; title: string; detail?: string; problem?: string | undefined };

type SortableListProps = {
  label: string;
  items: readonly SortableItem[];
  onMove: (ids: ReadonlySet<string>, target: { id: string; isBefore: boolean }) => void;
  /** Buttons at the end of a row. */
  actions: (item: SortableItem) => ReactNode;
};

const ROW_PX = 48;
const SHOWN_ROWS = 9;

/**
 * A list whose order a person makes: dragged by its handle, or with the keyboard (Enter on the handle, arrows, Enter).
 * Only the rows in sight are in the page, so a thousand are as quick as ten.
 */
export function SortableList({ label, items, onMove, actions }: SortableListProps) {
  const { dragAndDropHooks } = useDragAndDrop<SortableItem>({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': items.find(({ id }) => id === key)?.title ?? '' })),
    onReorder: ({ keys, target }) =>
      onMove(new Set([...keys].map(String)), { id: String(target.key), isBefore: target.dropPosition === 'before' }),
  });
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_PX }}>
      <GridList
        aria-label={label}
        items={items}
        dragAndDropHooks={dragAndDropHooks}
        dependencies={[items]}
        style={{ height: Math.min(items.length, SHOWN_ROWS) * ROW_PX }}
        className="block overflow-auto rounded-md border border-line-strong"
      >
        {(item) => (
          <GridListItem
            textValue={item.title}
            className="flex h-12 items-center gap-2 border-b border-line bg-surface px-2 data-dragging:opacity-60 data-focus-visible:outline-2 data-focus-visible:-outline-offset-2 data-focus-visible:outline-accent"
          >
            <Button
              slot="drag"
              className="flex size-7 shrink-0 cursor-grab items-center justify-center rounded text-ink-muted hover:bg-sunken"
            >
              <GripVertical aria-hidden className="size-4" />
            </Button>
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{item.title}</p>
              {item.problem && <p className="truncate text-xs text-warn">{item.problem}</p>}
              {!item.problem && item.detail && <p className="truncate text-xs text-ink-muted">{item.detail}</p>}
            </div>
            {actions(item)}
          </GridListItem>
        )}
      </GridList>
    </Virtualizer>
  );
}
