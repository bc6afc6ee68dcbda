import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { DraftScreen } from '#components/runs/draft-screen.tsx';
import { RunScreen } from '#components/runs/run-screen.tsx';
import { RunSetup } from '#components/runs/run-setup.tsx';
import { SampleRows } from '#components/runs/sample-rows.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { findDatasetName } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { listRunLabels } from '#lib/runs/server/label-queries.ts';
import { findTry } from '#lib/runs/server/list-tries.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { getReview } from '#lib/runs/server/review.ts';
import { readRunInput } from '#lib/runs/server/run-input.ts';
import { getRunOrigin } from '#lib/runs/server/run-origin.ts';
import { getRunView } from '#lib/runs/server/run-view.ts';

type Props = { params: Promise<{ runId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor();
  const run = await orNotFound(getRunView(db(), actor.workspaceId, (await params).runId));
  return { title: run.name };
}

export default async function RunPage({ params }: Props) {
  const actor = await requirePageActor();
  const { workspaceId, role } = actor;
  const { runId } = await params;
  const tried = await findTry(db(), workspaceId, runId);
  // Rows that were tried are looked at beside the draft they were tried for.
  if (tried?.draftId) redirect(`/runs/new/${tried.draftId}/try`);
  const progress = await orNotFound(getRunProgress(db(), workspaceId, runId));
  const { run } = progress;
  const [input, datasetName, origin, labels] = await Promise.all([
    readRunInput(db(), workspaceId, runId),
    findDatasetName(db(), workspaceId, run.datasetId),
    getRunOrigin(db(), workspaceId, runId),
    listRunLabels(db(), workspaceId),
  ]);
  const setup = <RunSetup {...{ run, input, datasetName, origin }} />;
  if (run.status === 'draft') {
    const review = await getReview(actor, run);
    return (
      <DraftScreen run={run} role={role} {...review}>
        {run.approval?.status === 'requested' && (
          <SampleRows rows={review.sample} rowsPerRequest={run.rowsPerRequest} />
        )}
        {setup}
      </DraftScreen>
    );
  }
  return (
    <RunScreen
      initial={progress}
      role={role}
      datasetRows={origin.datasetRows}
      labels={labels}
      canSave={can(role, 'template:change') && !origin.template}
    >
      {setup}
    </RunScreen>
  );
}
