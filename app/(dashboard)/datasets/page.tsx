import type { Metadata } from 'next';
import { DatasetTable } from '#components/datasets/dataset-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { listDatasets } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';

export const metadata: Metadata = { title: 'Datasets' };

const PAGE_SIZE = 50;

export default async function DatasetsPage({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const actor = await requirePageActor();
  const { after } = await searchParams;
  const { data, nextAfter } = await listDatasets(db(), actor.workspaceId, { after, limit: PAGE_SIZE });
  const addButton = (
    <LinkButton kind="primary" href="/datasets/new">
      Add a dataset
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Datasets" {...(data.length > 0 && { action: addButton })}>
        The files your runs are made of, kept exactly as they came.
      </PageHeader>
      {data.length === 0 ? (
        <EmptyState title="No datasets yet" action={addButton}>
          <p>Every file you import is listed here, with its columns and first rows.</p>
        </EmptyState>
      ) : (
        <DatasetTable datasets={data} />
      )}
      {nextAfter && (
        <p className="mt-4">
          <LinkButton href={`/datasets?after=${nextAfter}`}>Older datasets</LinkButton>
        </p>
      )}
    </>
  );
}
