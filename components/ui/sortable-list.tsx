'use client';

import { GripVertical } from 'lucide-react';
import { Button, GridList, GridListItem, ListLayout, useDragAndDrop, Virtualizer } from 'react-aria-components';
import {
  HANDLE_CLASS,
  listPx,
  ROW_CLASS,
  ROW_PX,
  type SortableItem,
  type SortableListProps,
  SortableText,
} from './sortable-row.tsx';

/**
 * A list whose order a person makes: dragged by its handle, or with the keyboard (Enter on the handle, arrows, Enter).
 * Only the rows in sight are in the page, so a thousand are as quick as ten.
 */
export default function SortableList({ label, items, onMove, actions }: SortableListProps) {
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
        style={{ height: listPx(items) }}
        className="block overflow-auto rounded-md border border-line-strong"
      >
        {(item) => (
          <GridListItem
            textValue={item.title}
            className={`${ROW_CLASS} data-dragging:opacity-60 data-focus-visible:outline-2 data-focus-visible:-outline-offset-2 data-focus-visible:outline-accent`}
          >
            <Button slot="drag" className={HANDLE_CLASS}>
              <GripVertical aria-hidden className="size-4" />
            </Button>
            <SortableText item={item} />
            {actions(item)}
          </GridListItem>
        )}
      </GridList>
    </Virtualizer>
  );
}
