import type { Metadata } from 'next';
import { RunTable } from '#components/runs/run-table.tsx';
import { RunsInFlight } from '#components/runs/runs-in-flight.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { listRunViews } from '#lib/runs/server/run-view.ts';
import { splitRunsInFlight } from '#lib/runs/server/runs-in-flight.ts';

export const metadata: Metadata = { title: 'Runs' };

const PAGE_SIZE = 25;

export default async function RunsPage({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const actor = await requirePageActor();
  const { after } = await searchParams;
  const { data, nextAfter } = await listRunViews(db(), actor.workspaceId, { after, limit: PAGE_SIZE });
  const { moving, others } = await splitRunsInFlight(db(), actor.workspaceId, data);
  const newButton = (
    <LinkButton kind="primary" href="/runs/new">
      New run
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Runs" {...(data.length > 0 && { action: newButton })}>
        One question, asked of every row of a dataset.
      </PageHeader>
      {data.length === 0 && (
        <EmptyState title="No runs yet" action={newButton}>
          <p>Every run is listed here with its progress, what it cost and what it saved.</p>
        </EmptyState>
      )}
      <div className="flex flex-col gap-6">
        {moving.length > 0 && <RunsInFlight progresses={moving} />}
        {others.length > 0 && <RunTable label="Runs, newest first" runs={others} />}
      </div>
      {nextAfter && (
        <p className="mt-4">
          <LinkButton href={`/runs?after=${nextAfter}`}>Older runs</LinkButton>
        </p>
      )}
    </>
  );
}
