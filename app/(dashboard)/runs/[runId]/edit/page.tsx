import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { connectionChoices, formDefaults, modelChoices } from '#components/runs/form-choices.ts';
import { RunForm } from '#components/runs/run-form.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { getDataset } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { listConnections } from '#lib/providers/server/connection-queries.ts';
import { readRunInput } from '#lib/runs/server/run-input.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

export const metadata: Metadata = { title: 'Edit run' };

export default async function EditRunPage({ params }: { params: Promise<{ runId: string }> }) {
  const { workspaceId } = await requirePageActor();
  const { runId } = await params;
  const run = await orNotFound(getRunView(db(), workspaceId, runId));
  if (run.status !== 'draft') redirect(`/runs/${runId}`);
  const dataset = await orNotFound(getDataset(db(), workspaceId, run.datasetId));
  const connections = await listConnections(db(), workspaceId);
  return (
    <>
      <PageHeader title={`Edit ${run.name}`}>Not launched yet; everything can still change.</PageHeader>
      <RunForm
        dataset={{ ...dataset, columns: dataset.columns.map((column) => column.name) }}
        models={modelChoices()}
        connections={connectionChoices(connections)}
        defaults={formDefaults(connections)}
        saved={{ runId, input: await readRunInput(db(), workspaceId, runId) }}
      />
    </>
  );
}
