import type { Metadata } from 'next';
import { noRunWords, parseRunListView, runListAddress } from '#components/runs/run-list-address.ts';
import { RunListFilters } from '#components/runs/run-list-filters.tsx';
import { isAllSimulated, RunTable } from '#components/runs/run-table.tsx';
import { UnfinishedDrafts } from '#components/runs/unfinished-drafts.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageNav } from '#components/ui/page-nav.tsx';
import { RefreshWhile } from '#components/ui/refresh-while.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { PAID_NOTHING } from '#lib/pricing/spent-words.ts';
import { groupOf } from '#lib/runs/run-groups.ts';
import { listUnfinishedDrafts } from '#lib/runs/server/draft-queries.ts';
import { listRunLabels } from '#lib/runs/server/label-queries.ts';
import { listRuns } from '#lib/runs/server/run-list.ts';

export const metadata: Metadata = { title: 'Runs' };

const PAGE_SIZE = 25;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RunsPage({ searchParams }: Props) {
  const actor = await requirePageActor();
  const view = parseRunListView(await searchParams);
  const [{ runs, page, total, counts }, labels] = await Promise.all([
    listRuns(db(), actor.workspaceId, { ...view, pageSize: PAGE_SIZE }),
    listRunLabels(db(), actor.workspaceId),
  ]);
  const isFiltered = view.group !== null || view.name !== '' || view.label !== undefined;
  const mayRun = can(actor.role, 'run:create');
  const isWhole = mayRun && !isFiltered && page === 1;
  const drafts = isWhole ? await listUnfinishedDrafts(actor) : [];
  const hasAny = total > 0 || isFiltered;
  const newRun = mayRun && (
    <LinkButton kind="primary" href="/runs/new">
      New run
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Runs" {...((hasAny || drafts.length > 0) && { action: newRun })}>
        One question, asked of every row of a dataset.
      </PageHeader>
      {drafts.length > 0 && (
        <div className="mb-6">
          <UnfinishedDrafts drafts={drafts} />
        </div>
      )}
      {hasAny && <RunListFilters {...{ view, counts, labels }} />}
      {!hasAny && drafts.length === 0 && (
        <EmptyState title="No runs yet" action={newRun}>
          <p>Every run is listed here with its progress, what it cost and what it saved.</p>
        </EmptyState>
      )}
      {hasAny && total === 0 && (
        <EmptyState title="No run like this" action={<LinkButton href="/runs">Show all runs</LinkButton>}>
          {noRunWords(view)}
        </EmptyState>
      )}
      {isAllSimulated(runs) && <p className="mb-3 text-ink-muted">{PAID_NOTHING}</p>}
      {runs.length > 0 && <RunTable label="Runs, newest first" runs={runs} />}
      <PageNav
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        hrefOf={(number) => runListAddress({ ...view, page: number })}
      />
      <RefreshWhile isMoving={runs.some((run) => groupOf(run.status) === 'moving')} />
    </>
  );
}
