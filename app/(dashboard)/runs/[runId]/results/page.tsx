import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ResultsScreen } from '#components/results/results-screen.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { getResultSheet } from '#lib/results/server/result-queries.ts';
import { listWindow } from '#lib/results/server/row-window.ts';
import { findTry } from '#lib/runs/server/list-tries.ts';

type Props = { params: Promise<{ runId: string }> };

const FIRST_ROWS = Array.from({ length: 60 }, (_, rowIndex) => rowIndex);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor();
  const sheet = await orNotFound(getResultSheet(db(), actor.workspaceId, (await params).runId));
  return { title: `Results of ${sheet.name}` };
}

export default async function ResultsPage({ params }: Props) {
  const { workspaceId, role } = await requirePageActor();
  const { runId } = await params;
  // The answers of a try stand beside its draft.
  if (await findTry(db(), workspaceId, runId)) redirect(`/runs/${runId}`);
  const [sheet, firstRows] = await Promise.all([
    orNotFound(getResultSheet(db(), workspaceId, runId)),
    orNotFound(listWindow(db(), workspaceId, runId, { rows: FIRST_ROWS, firstColumn: 0 })),
  ]);
  return <ResultsScreen sheet={sheet} firstRows={firstRows} canRetry={can(role, 'run:retry')} />;
}
