import { CellText } from '#components/ui/cell-text.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { Dataset, DatasetRow } from '#lib/datasets/schema.ts';
import { countOf, formatCount } from '#lib/format.ts';

const MAX_COLUMNS = 50;

/** Rows of a dataset as they came. */
export function RowSheet({ columns, rows }: { columns: Dataset['columns']; rows: readonly DatasetRow[] }) {
  const shown = columns.slice(0, MAX_COLUMNS);
  const hidden = columns.length - shown.length;
  return (
    <>
      <Sheet
        label="First rows"
        columns={shown.map((column) => ({ key: column.name, label: column.name }))}
        rows={rows.map((row) => ({
          key: String(row.rowIndex),
          head: formatCount(row.rowIndex + 1),
          cells: shown.map((column, place) => <CellText key={column.name} text={row.values[place] ?? ''} />),
        }))}
      />
      {hidden > 0 && <p className="mt-2 text-ink-muted">{countOf(hidden, 'more column')} not shown here.</p>}
    </>
  );
}
