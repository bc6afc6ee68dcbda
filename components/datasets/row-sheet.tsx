import Form from 'next/form';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { WindowNav } from '#components/ui/window-nav.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import type { WindowRow } from '#lib/datasets/shown-text.ts';
import { formatCount } from '#lib/format.ts';
import { COLUMNS_AT_ONCE, type DatasetView, datasetAddress, ROWS_AT_ONCE } from './dataset-view.ts';
import { ShownCell } from './shown-cell.tsx';

type RowSheetProps = { dataset: Dataset; view: DatasetView; rows: readonly WindowRow[] };

/** Some rows of a dataset as they came, and the ways to all the others. */
export function RowSheet({ dataset, view, rows }: RowSheetProps) {
  const columns = dataset.columns.slice(view.column - 1, view.column - 1 + COLUMNS_AT_ONCE);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <WindowNav
          label="Rows"
          noun="Rows"
          first={view.row}
          pageSize={ROWS_AT_ONCE}
          total={dataset.rowCount}
          hrefOf={(row) => datasetAddress(dataset.id, { ...view, row })}
        />
        {dataset.rowCount > ROWS_AT_ONCE && (
          <Form action={`/datasets/${dataset.id}`} className="flex flex-wrap items-end gap-2">
            {view.column > 1 && <input type="hidden" name="column" value={view.column} />}
            <div className="w-36">
              <TextField key={view.row} label="Go to row" name="row" defaultValue={String(view.row)} />
            </div>
            <Button type="submit">Go</Button>
          </Form>
        )}
      </div>
      <Sheet
        label="Rows of the file"
        columns={columns.map((column) => ({ key: column.name, label: column.name }))}
        rows={rows.map((row) => ({
          key: String(row.rowIndex),
          head: formatCount(row.rowIndex + 1),
          cells: columns.map((column, place) => <ShownCell key={column.name} cell={row.cells[place] ?? ''} />),
        }))}
      />
    </div>
  );
}
