import type { Metadata } from 'next';
import { ColumnTable } from '#components/datasets/column-table.tsx';
import { DatasetFacts } from '#components/datasets/dataset-facts.tsx';
import { DatasetHeader } from '#components/datasets/dataset-header.tsx';
import { DeleteDatasetButton } from '#components/datasets/delete-dataset-button.tsx';
import { ImportNotes } from '#components/datasets/import-notes.tsx';
import { RowSheet } from '#components/datasets/row-sheet.tsx';
import { Card } from '#components/ui/card.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { getDataset } from '#lib/datasets/server/dataset-queries.ts';
import { listRows } from '#lib/datasets/server/row-store.ts';
import { countOf } from '#lib/format.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';

type Props = { params: Promise<{ datasetId: string }> };

const PREVIEW_ROWS = 20;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor();
  const dataset = await orNotFound(getDataset(db(), actor.workspaceId, (await params).datasetId));
  return { title: dataset.name };
}

export default async function DatasetPage({ params }: Props) {
  const actor = await requirePageActor();
  const { datasetId } = await params;
  const dataset = await orNotFound(getDataset(db(), actor.workspaceId, datasetId));
  const rows = await listRows(db(), actor.workspaceId, datasetId, { limit: PREVIEW_ROWS });
  return (
    <div className="max-w-[75rem]">
      <DatasetHeader dataset={dataset} />
      <div className="flex flex-col gap-6">
        <ImportNotes notes={dataset.notes} />
        <Card title="The file">
          <DatasetFacts dataset={dataset} />
        </Card>
        <Card title="Columns">
          <ColumnTable columns={dataset.columns} rowCount={dataset.rowCount} />
        </Card>
        <Card title={`First ${countOf(rows.data.length, 'row')}`}>
          <RowSheet columns={dataset.columns} rows={rows.data} />
        </Card>
        <div>
          <DeleteDatasetButton datasetId={dataset.id} name={dataset.name} />
        </div>
      </div>
    </div>
  );
}
