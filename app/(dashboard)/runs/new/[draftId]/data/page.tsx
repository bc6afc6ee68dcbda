import type { Metadata } from 'next';
import { DataStep } from '#components/runs/data-step.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { listDatasets } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';

export const metadata: Metadata = { title: 'Data · New run' };

const NEWEST = 24;

export default async function DraftDataPage() {
  const { workspaceId } = await requirePageActor();
  return <DataStep datasets={await listDatasets(db(), workspaceId, { limit: NEWEST })} />;
}
