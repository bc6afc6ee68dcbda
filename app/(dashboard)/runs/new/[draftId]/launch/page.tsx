import type { Metadata } from 'next';
import { connectionChoices, modelChoices } from '#components/runs/form-choices.ts';
import { LaunchStep } from '#components/runs/launch-step.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { listConnections } from '#lib/providers/server/connection-queries.ts';
import { listRunLabels } from '#lib/runs/server/label-queries.ts';

export const metadata: Metadata = { title: 'Launch · New run' };

export default async function DraftLaunchPage() {
  const { workspaceId } = await requirePageActor();
  const [connections, labels] = await Promise.all([
    listConnections(db(), workspaceId),
    listRunLabels(db(), workspaceId),
  ]);
  return <LaunchStep models={modelChoices()} connections={connectionChoices(connections)} labels={labels} />;
}
