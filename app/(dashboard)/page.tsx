import type { Metadata } from 'next';
import { ConnectStep, FirstSteps } from '#components/runs/first-steps.tsx';
import { NeedsYou } from '#components/runs/needs-you.tsx';
import { RecentRuns } from '#components/runs/recent-runs.tsx';
import { RunsInFlight } from '#components/runs/runs-in-flight.tsx';
import { SavingsCard } from '#components/runs/savings-card.tsx';
import { UnfinishedDrafts } from '#components/runs/unfinished-drafts.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RefreshWhile } from '#components/ui/refresh-while.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { listBudgetAlerts } from '#lib/budgets/server/budget-alerts.ts';
import { db } from '#lib/platform/db/client.ts';
import { listConnections } from '#lib/providers/server/connection-queries.ts';
import { getSavingsTotals } from '#lib/reports/server/savings-queries.ts';
import { listUnfinishedDrafts } from '#lib/runs/server/draft-queries.ts';
import { getHomeRuns, hasOwnRun } from '#lib/runs/server/home-runs.ts';

export const metadata: Metadata = { title: 'Home' };

/** The rest of them are on the Runs page. */
const SHOWN_DRAFTS = 3;

export default async function HomePage() {
  const actor = await requirePageActor();
  const [home, hasOwn, savings, drafts, connections, budgets] = await Promise.all([
    getHomeRuns(db(), actor),
    hasOwnRun(db(), actor),
    getSavingsTotals(db(), actor),
    listUnfinishedDrafts(actor, SHOWN_DRAFTS),
    listConnections(db(), actor.workspaceId),
    listBudgetAlerts(db(), actor),
  ]);
  const known = [...home.moving.runs.map((progress) => progress.run), ...home.recent];
  const mayRun = can(actor.role, 'run:create');
  const isNew = mayRun && !hasOwn;
  const newRun = mayRun && (
    <LinkButton kind="primary" href="/runs/new">
      New run
    </LinkButton>
  );
  return (
    <div className="max-w-[75rem]">
      <PageHeader title="Home" action={newRun}>
        Every row of a spreadsheet becomes an answer, at half the price.
      </PageHeader>
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-6">
          {isNew && <FirstSteps sampleRun={known.findLast((run) => run.simulated) ?? null} />}
          <NeedsYou {...home} budgets={budgets} />
          {mayRun && <UnfinishedDrafts drafts={drafts} />}
          {home.total > 0 && <RunsInFlight {...home.moving} />}
          {home.recent.length > 0 && <RecentRuns runs={home.recent} total={home.total} />}
          {home.total === 0 && !isNew && (
            <EmptyState title="No runs yet" action={newRun}>
              A run asks one question of every row of a dataset. Its progress, cost and savings stand here.
            </EmptyState>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {savings && <SavingsCard {...savings} />}
          {!isNew && can(actor.role, 'connection:manage') && connections.every(({ kind }) => kind === 'sandbox') && (
            <ConnectStep />
          )}
        </div>
      </div>
      <RefreshWhile isMoving={home.moving.total > 0} />
    </div>
  );
}
