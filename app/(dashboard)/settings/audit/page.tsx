import type { Metadata } from 'next';
import { AuditFilter } from '#components/auth/audit-filter.tsx';
import { AuditTable } from '#components/auth/audit-table.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { AuditQuery } from '#lib/reports/audit.ts';
import { listAuditEntries, listAuditPeople } from '#lib/reports/server/audit-queries.ts';

export const metadata: Metadata = { title: 'Audit log' };

const PAGE_SIZE = 50;
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const { workspaceId, role } = await requirePageActor();
  if (!can(role, 'audit:read')) {
    return <Alert tone="warn">The audit log is for leads and owners. Ask one of them what you need to know.</Alert>;
  }
  const query = AuditQuery.parse(await searchParams);
  const [{ data, nextAfter }, people] = await Promise.all([
    listAuditEntries(db(), workspaceId, { ...query, limit: PAGE_SIZE }),
    listAuditPeople(db(), workspaceId),
  ]);
  const { person, action } = query;
  return (
    <>
      <p className="text-ink-muted">Who did what in this workspace, newest first. Nothing in it can be changed.</p>
      <AuditFilter key={`${person} ${action}`} people={people} query={query} />
      {data.length > 0 && <AuditTable entries={data} />}
      {data.length === 0 && (
        <EmptyState
          title="Nothing like that was done"
          action={<LinkButton href="/settings/audit">Show everything</LinkButton>}
        >
          The log has no entry for this choice.
        </EmptyState>
      )}
      {nextAfter && (
        <p>
          <LinkButton href={`/settings/audit?${new URLSearchParams({ person, action, after: nextAfter })}`}>
            Older entries
          </LinkButton>
        </p>
      )}
    </>
  );
}
