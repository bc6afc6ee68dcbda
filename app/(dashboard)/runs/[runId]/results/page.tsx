import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DownloadMenu } from '#components/results/download-menu.tsx';
import { PageLinks } from '#components/results/page-links.tsx';
import { ResultSheetTable } from '#components/results/result-sheet.tsx';
import { parseTrail } from '#components/results/results-address.ts';
import { ResultsHeader } from '#components/results/results-header.tsx';
import { StatusTabs } from '#components/results/status-tabs.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { ResultsPageQuery } from '#lib/results/schema.ts';
import { getResultSheet } from '#lib/results/server/result-queries.ts';
import { listResults } from '#lib/results/server/result-rows.ts';

type Props = { params: Promise<{ runId: string }>; searchParams: Promise<Record<string, string>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor();
  const sheet = await orNotFound(getResultSheet(db(), actor.workspaceId, (await params).runId));
  return { title: `Results of ${sheet.name}` };
}

export default async function ResultsPage({ params, searchParams }: Props) {
  const { workspaceId } = await requirePageActor();
  const { runId } = await params;
  const { trail, ...asked } = await searchParams;
  const query = ResultsPageQuery.safeParse(asked);
  if (!query.success) notFound();
  const sheet = await orNotFound(getResultSheet(db(), workspaceId, runId));
  const page = await listResults(db(), workspaceId, runId, query.data);
  const view = { ...query.data, trail: parseTrail(trail) };
  return (
    <>
      <ResultsHeader sheet={sheet} action={<DownloadMenu runId={runId} />} />
      <StatusTabs sheet={sheet} view={view} />
      <div className="mt-4">
        {page.data.length > 0 ? (
          <ResultSheetTable sheet={sheet} rows={page.data} />
        ) : (
          <EmptyState title="No rows here">Rows of this state are listed here as soon as there are any.</EmptyState>
        )}
      </div>
      <PageLinks runId={runId} view={view} nextAfter={page.nextAfter} rows={page.data} />
    </>
  );
}
