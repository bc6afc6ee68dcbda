import type { Metadata } from 'next';
import { FirstSteps } from '#components/runs/first-steps.tsx';
import { RunTable } from '#components/runs/run-table.tsx';
import { RunsInFlight } from '#components/runs/runs-in-flight.tsx';
import { SavingsCard } from '#components/runs/savings-card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { getSavingsTotals } from '#lib/reports/server/savings-queries.ts';
import { listRunViews } from '#lib/runs/server/run-view.ts';
import { splitRunsInFlight } from '#lib/runs/server/runs-in-flight.ts';

export const metadata: Metadata = { title: 'Home' };

const RECENT = 8;

export default async function HomePage() {
  const { workspaceId } = await requirePageActor();
  const { data: runs } = await listRunViews(db(), workspaceId, { limit: 2 * RECENT });
  const [{ moving, others }, totals] = await Promise.all([
    splitRunsInFlight(db(), workspaceId, runs),
    getSavingsTotals(db(), workspaceId),
  ]);
  const newRun = (
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
          <RunsInFlight progresses={moving} />
          {others.length > 0 && (
            <section aria-labelledby="recent" className="flex flex-col gap-3">
              <h2 id="recent" className="text-base font-semibold">
                Recent runs
              </h2>
              <RunTable label="Runs, newest first" runs={others.slice(0, RECENT)} />
            </section>
          )}
          {runs.length === 0 && (
            <EmptyState title="No runs yet" action={newRun}>
              A run asks one question of every row of a dataset. Its progress, cost and savings stand here.
            </EmptyState>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <SavingsCard {...totals} />
          {runs.length < 3 && <FirstSteps sampleRun={runs.findLast((run) => run.simulated) ?? null} />}
        </div>
      </div>
    </div>
  );
}
