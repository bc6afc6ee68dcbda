import type { Metadata } from 'next';
import { DatasetHeader } from '#components/datasets/dataset-header.tsx';
import { DatasetScreen } from '#components/datasets/dataset-screen.tsx';
import { COLUMNS_AT_ONCE, parseDatasetView, ROWS_AT_ONCE } from '#components/datasets/dataset-view.ts';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { findDatasetUse } from '#lib/datasets/server/dataset-list.ts';
import { getDataset } from '#lib/datasets/server/dataset-queries.ts';
import { listExamples, listRowWindow } from '#lib/datasets/server/row-window.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';

type Props = {
  params: Promise<{ datasetId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Longer cells show their beginning: a page is for looking, and one cell may hold megabytes. */
const CELL_CHARS = 2_000;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor();
  const dataset = await orNotFound(getDataset(db(), actor.workspaceId, (await params).datasetId));
  return { title: dataset.name };
}

export default async function DatasetPage({ params, searchParams }: Props) {
  const { workspaceId, role } = await requirePageActor();
  const { datasetId } = await params;
  const dataset = await orNotFound(getDataset(db(), workspaceId, datasetId));
  const view = parseDatasetView(await searchParams, dataset);
  const columns = { fromColumn: view.column - 1, columnLimit: COLUMNS_AT_ONCE };
  const [use, examples, rows] = await Promise.all([
    findDatasetUse(db(), workspaceId, datasetId),
    listExamples(db(), workspaceId, datasetId, columns),
    listRowWindow(db(), workspaceId, datasetId, {
      ...{ fromRow: view.row - 1, rowLimit: ROWS_AT_ONCE, cellChars: CELL_CHARS },
      ...columns,
    }),
  ]);
  return (
    <div className="max-w-[75rem]">
      <DatasetHeader dataset={dataset} runCount={use.runCount} mayRun={can(role, 'run:create')} />
      <DatasetScreen
        {...{ dataset, use, view, examples, rows }}
        mayRename={can(role, 'dataset:rename')}
        mayDelete={can(role, 'dataset:delete')}
      />
    </div>
  );
}
