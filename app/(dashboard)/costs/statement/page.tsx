import type { Metadata } from 'next';
import { NoCosts } from '#components/reports/no-costs.tsx';
import { SavingsStatementScreen } from '#components/reports/savings-statement.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { parseCostView } from '#lib/reports/cost-view.ts';
import { dayOf } from '#lib/reports/period.ts';
import { getStatementPage } from '#lib/reports/server/savings-statement.ts';
import { getWorkspace } from '#lib/workspaces/server/workspace-queries.ts';

export const metadata: Metadata = { title: 'Savings statement' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function StatementPage({ searchParams }: Props) {
  const actor = await requirePageActor();
  if (!can(actor.role, 'cost:own')) return <NoCosts role={actor.role} />;
  const view = parseCostView(await searchParams, dayOf(now()));
  const [page, workspace] = await Promise.all([
    getStatementPage(db(), actor, view),
    getWorkspace(db(), actor.workspaceId),
  ]);
  return <SavingsStatementScreen view={view} page={page} workspace={workspace.name} person={actor.name} />;
}
