import { useCallback, useMemo, useState } from 'react';
import { fitWidth, type GridColumn } from './grid-column.ts';
import { useStoredText } from './stored-value.ts';

/** The widths of a grid's columns: what the reader chose, remembered under `storageKey`, else what the column wants. */
export function useColumnWidths(storageKey: string, columns: readonly GridColumn[]) {
  const [stored, store] = useStoredText(`grid.widths.${storageKey}`);
  const chosen = useMemo(() => parseWidths(stored), [stored]);
  // While an edge is dragged nothing is written down yet.
  const [dragged, setDragged] = useState<{ key: string; widthPx: number } | null>(null);
  const widths = useMemo(
    () =>
      columns.map((column) =>
        column.key === dragged?.key ? dragged.widthPx : fitWidth(chosen[column.key] ?? column.widthPx),
      ),
    [columns, chosen, dragged],
  );
  const drag = useCallback((key: string, widthPx: number) => setDragged({ key, widthPx: fitWidth(widthPx) }), []);
  const choose = useCallback(
    (key: string, widthPx: number) => {
      setDragged(null);
      store(JSON.stringify({ ...chosen, [key]: fitWidth(widthPx) }));
    },
    [chosen, store],
  );
  return { widths, drag, choose };
}

function parseWidths(text: string | null): Record<string, number> {
  if (text === null) return {};
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, widthPx]) => Number.isFinite(widthPx)));
  } catch {
    return {};
  }
}
