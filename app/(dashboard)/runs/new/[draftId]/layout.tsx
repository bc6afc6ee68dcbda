import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { DraftProvider } from '#components/runs/draft-context.tsx';
import { DraftFrame } from '#components/runs/draft-frame.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { findDataset } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { listStepProblems } from '#lib/runs/draft-problems.ts';
import { getDraft } from '#lib/runs/server/draft-queries.ts';

type Props = { params: Promise<{ draftId: string }>; children: ReactNode };

export default async function DraftLayout({ params, children }: Props) {
  const { workspaceId, role } = await requirePageActor();
  // Where a run is put together there is nothing to look at: what it becomes is on the Runs page.
  if (!can(role, 'run:create')) redirect('/runs/new');
  const draft = await orNotFound(getDraft(workspaceId, (await params).draftId));
  if (draft.launchedRunId) redirect(`/runs/${draft.launchedRunId}`);
  const dataset = draft.datasetId ? await findDataset(db(), workspaceId, draft.datasetId) : null;
  const columns = dataset?.columns.map((column) => column.name) ?? [];
  return (
    <DraftProvider
      key={draft.id}
      saved={draft}
      dataset={dataset}
      problems={listStepProblems(dataset && { id: dataset.id, columns }, draft.form)}
    >
      <DraftFrame>{children}</DraftFrame>
    </DraftProvider>
  );
}
