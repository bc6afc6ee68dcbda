import { Card } from '#components/ui/card.tsx';
import { WindowNav } from '#components/ui/window-nav.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import type { WindowRow } from '#lib/datasets/shown-text.ts';
import { ColumnTable } from './column-table.tsx';
import { DatasetFacts } from './dataset-facts.tsx';
import { COLUMNS_AT_ONCE, type DatasetView, datasetAddress } from './dataset-view.ts';
import { DeleteDatasetButton } from './delete-dataset-button.tsx';
import { ImportNotes } from './import-notes.tsx';
import { RenameDatasetButton } from './rename-dataset-button.tsx';
import { RowSheet } from './row-sheet.tsx';

type DatasetScreenProps = {
  dataset: Dataset;
  use: { createdByName: string | null; runCount: number };
  view: DatasetView;
  examples: readonly (readonly string[])[];
  rows: readonly WindowRow[];
  mayRename: boolean;
  mayDelete: boolean;
};

/** Everything about one dataset. */
export function DatasetScreen({ dataset, use, view, examples, rows, ...may }: DatasetScreenProps) {
  const columns = dataset.columns.slice(view.column - 1, view.column - 1 + COLUMNS_AT_ONCE);
  return (
    <div className="flex flex-col gap-6">
      <ImportNotes notes={dataset.notes} />
      <Card title="Columns">
        <div className="flex flex-col gap-3">
          {dataset.columns.length > COLUMNS_AT_ONCE && (
            <WindowNav
              label="Columns"
              noun="Columns"
              first={view.column}
              pageSize={COLUMNS_AT_ONCE}
              total={dataset.columns.length}
              hrefOf={(column) => datasetAddress(dataset.id, { ...view, column })}
            />
          )}
          <ColumnTable columns={columns} examples={examples} rowCount={dataset.rowCount} />
        </div>
      </Card>
      <Card title="Rows">
        <RowSheet dataset={dataset} view={view} rows={rows} />
      </Card>
      <Card title="The file">
        <DatasetFacts dataset={dataset} use={use} />
      </Card>
      <div className="flex flex-wrap gap-2">
        {may.mayRename && <RenameDatasetButton datasetId={dataset.id} name={dataset.name} />}
        {may.mayDelete && <DeleteDatasetButton datasetId={dataset.id} name={dataset.name} runCount={use.runCount} />}
      </div>
    </div>
  );
}
