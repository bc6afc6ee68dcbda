import type { Metadata } from 'next';
import { DatasetSearch } from '#components/datasets/dataset-search.tsx';
import { DatasetTable } from '#components/datasets/dataset-table.tsx';
import { DropToAdd } from '#components/datasets/drop-to-add.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageNav } from '#components/ui/page-nav.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { listDatasetEntries } from '#lib/datasets/server/dataset-list.ts';
import { db } from '#lib/platform/db/client.ts';

export const metadata: Metadata = { title: 'Datasets' };

const PAGE_SIZE = 50;

type Props = { searchParams: Promise<{ search?: string | string[]; page?: string | string[] }> };

export default async function DatasetsPage({ searchParams }: Props) {
  const actor = await requirePageActor();
  const query = await searchParams;
  const search = typeof query.search === 'string' ? query.search.trim().slice(0, 200) : '';
  const page = Math.min(Math.max(1, Math.floor(Number(query.page)) || 1), 100_000);
  const { entries, total } = await listDatasetEntries(db(), actor.workspaceId, { search, page, pageSize: PAGE_SIZE });
  const mayAdd = can(actor.role, 'dataset:create');
  const isListed = total > 0 || search !== '';
  return (
    <>
      <PageHeader title="Datasets">
        The files your runs are made of, kept as they came. Where an import changed something, the list says so.
      </PageHeader>
      <div className="flex flex-col gap-6">
        {mayAdd && <DropToAdd isSmall={isListed} />}
        {isListed ? (
          <DatasetSearch search={search} />
        ) : (
          <EmptyState title="No datasets yet">
            <p>
              {mayAdd && 'Choose a CSV file above. '}Every file that is imported is listed here, with its columns and
              its rows.
            </p>
          </EmptyState>
        )}
        {isListed && entries.length === 0 && (
          <EmptyState
            title={search ? `No dataset has “${search}” in its name` : 'There are no datasets on this page'}
            action={<LinkButton href="/datasets">Show all datasets</LinkButton>}
          />
        )}
        {entries.length > 0 && <DatasetTable entries={entries} />}
        {entries.length > 0 && (
          <PageNav page={page} pageSize={PAGE_SIZE} total={total} hrefOf={(to) => addressOf(search, to)} />
        )}
      </div>
    </>
  );
}

function addressOf(search: string, page: number): string {
  const query = new URLSearchParams({ ...(search && { search }), ...(page > 1 && { page: String(page) }) });
  return query.size > 0 ? `/datasets?${query}` : '/datasets';
}
