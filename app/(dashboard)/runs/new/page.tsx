import type { Metadata } from 'next';
import { DatasetPicker } from '#components/runs/dataset-picker.tsx';
import { connectionChoices, formDefaults, modelChoices } from '#components/runs/form-choices.ts';
import { RunForm } from '#components/runs/run-form.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { getDataset, listDatasets } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { listConnections } from '#lib/providers/server/connection-queries.ts';

export const metadata: Metadata = { title: 'New run' };

const PICKED = 50;

export default async function NewRunPage({ searchParams }: { searchParams: Promise<{ dataset?: string }> }) {
  const { workspaceId } = await requirePageActor();
  const { dataset: datasetId } = await searchParams;
  if (!datasetId) {
    const { data } = await listDatasets(db(), workspaceId, { limit: PICKED });
    return (
      <div className="max-w-4xl">
        <PageHeader title="New run">Which data should be asked about?</PageHeader>
        <DatasetPicker datasets={data} />
      </div>
    );
  }
  const dataset = await orNotFound(getDataset(db(), workspaceId, datasetId));
  const connections = await listConnections(db(), workspaceId);
  return (
    <>
      <PageHeader title="New run">Ask one question of every row of {dataset.name}.</PageHeader>
      <RunForm
        dataset={{ ...dataset, columns: dataset.columns.map((column) => column.name) }}
        models={modelChoices()}
        connections={connectionChoices(connections)}
        defaults={formDefaults(connections)}
      />
    </>
  );
}
