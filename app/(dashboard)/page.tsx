import type { Metadata } from 'next';
import { FirstSteps } from '#components/runs/first-steps.tsx';
import { RunCard } from '#components/runs/run-card.tsx';
import { RunTable } from '#components/runs/run-table.tsx';
import { SavingsCard } from '#components/runs/savings-card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { getSavingsTotals } from '#lib/reports/server/savings-queries.ts';
import { getRunProgress } from '#lib/runs/server/progress.ts';
import { listRunViews } from '#lib/runs/server/run-view.ts';
import { isRunOver } from '#lib/runs/state.ts';

export const metadata: Metadata = { title: 'Home' };

const RECENT = 20;
/** Each card asks for its own progress, so there are only so many of them. */
const MAX_CARDS = 4;

export default async function HomePage() {
  const { workspaceId } = await requirePageActor();
  const { data: runs } = await listRunViews(db(), workspaceId, { limit: RECENT });
  const moving = runs.filter((run) => run.status !== 'draft' && !isRunOver(run.status)).slice(0, MAX_CARDS);
  const [progresses, totals] = await Promise.all([
    Promise.all(moving.map((run) => getRunProgress(db(), workspaceId, run.id))),
    getSavingsTotals(db(), workspaceId),
  ]);
  const recent = runs.filter((run) => !moving.includes(run)).slice(0, 8);
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
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <section aria-labelledby="in-flight" className="flex flex-col gap-3">
            <h2 id="in-flight" className="text-base font-semibold">
              Runs in flight
            </h2>
            {progresses.length === 0 && <p className="text-ink-muted">Nothing is running now.</p>}
            {progresses.map((progress) => (
              <RunCard key={progress.run.id} initial={progress} />
            ))}
          </section>
          <section aria-labelledby="recent" className="flex flex-col gap-3">
            <h2 id="recent" className="text-base font-semibold">
              Recent runs
            </h2>
            {recent.length > 0 && <RunTable label="Runs, newest first" runs={recent} />}
            {runs.length === 0 && <EmptyState title="No runs yet" action={newRun} />}
          </section>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <SavingsCard {...totals} />
          {runs.length < 3 && <FirstSteps sampleRun={runs.find((run) => run.simulated) ?? null} />}
        </div>
      </div>
    </div>
  );
}
