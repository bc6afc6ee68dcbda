import type { ReactNode } from 'react';

export type SortableItem = { id: string; title: string; detail?: string; problem?: string | undefined };

export type SortableListProps = {
  label: string;
  items: readonly SortableItem[];
  onMove: (ids: ReadonlySet<string>, target: { id: string; isBefore: boolean }) => void;
  /** Buttons at the end of a row. */
  actions: (item: SortableItem) => ReactNode;
};

export const ROW_PX = 48;
export const SHOWN_ROWS = 9;
export const ROW_CLASS = 'flex h-12 items-center gap-2 border-b border-line bg-surface px-2';
export const HANDLE_CLASS =
  'flex size-7 shrink-0 cursor-grab items-center justify-center rounded text-ink-muted hover:bg-sunken';

/** How high the list stands, whatever draws it. */
export function listPx(items: readonly SortableItem[]): number {
  return Math.min(items.length, SHOWN_ROWS) * ROW_PX;
}

/** What a row says. */
export function SortableText({ item }: { item: SortableItem }) {
  return (
    <div className="min-w-0 grow">
      <p className="truncate font-medium">{item.title}</p>
      {item.problem && <p className="truncate text-xs text-warn">{item.problem}</p>}
      {!item.problem && item.detail && <p className="truncate text-xs text-ink-muted">{item.detail}</p>}
    </div>
  );
}
