import type { Metadata } from 'next';
import { TemplateTable } from '#components/templates/template-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { countArchivedTemplates, listTemplates } from '#lib/templates/server/template-queries.ts';

export const metadata: Metadata = { title: 'Templates' };

const PAGE_SIZE = 50;
type Props = { searchParams: Promise<{ after?: string; archived?: string }> };

export default async function TemplatesPage({ searchParams }: Props) {
  const { workspaceId, role } = await requirePageActor();
  const { after, archived } = await searchParams;
  const isArchived = archived !== undefined;
  const [{ data, nextAfter }, archivedCount] = await Promise.all([
    listTemplates(db(), workspaceId, { isArchived, after, limit: PAGE_SIZE }),
    countArchivedTemplates(db(), workspaceId),
  ]);
  const here = isArchived ? '/templates?archived=1&' : '/templates?';
  return (
    <>
      <PageHeader title="Templates">Instructions worth keeping, to be asked of other data.</PageHeader>
      {(archivedCount > 0 || isArchived) && (
        <div className="mb-4">
          <LinkTabs
            label="Templates"
            tabs={[
              { href: '/templates', label: 'In use', isCurrent: !isArchived },
              { href: '/templates?archived=1', label: 'Archived', count: archivedCount, isCurrent: isArchived },
            ]}
          />
        </div>
      )}
      {data.length > 0 && <TemplateTable templates={data} />}
      {data.length === 0 && !isArchived && <NoTemplates canSave={can(role, 'template:change')} />}
      {data.length === 0 && isArchived && <EmptyState title="The archive is empty" />}
      {nextAfter && (
        <p className="mt-4">
          <LinkButton href={`${here}after=${nextAfter}`}>Older templates</LinkButton>
        </p>
      )}
    </>
  );
}

function NoTemplates({ canSave }: { canSave: boolean }) {
  if (!canSave)
    return <EmptyState title="No templates yet">What the team keeps asking of its data is listed here.</EmptyState>;
  return (
    <EmptyState
      title="No templates yet"
      action={
        <>
          <LinkButton kind="primary" href="/runs">
            Choose a run to keep
          </LinkButton>
          <LinkButton href="/runs/new">New run</LinkButton>
        </>
      }
    >
      A template keeps what a run asks: its instruction and its answer. Open a run that worked and press “Save as
      template”; next time it is one click.
    </EmptyState>
  );
}
