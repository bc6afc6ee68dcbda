import type { Metadata } from 'next';
import { AboutConnections } from '#components/connections/about-connections.tsx';
import { ConnectionForm } from '#components/connections/connection-form.tsx';
import { ConnectionTable } from '#components/connections/connection-table.tsx';
import { LimitCard } from '#components/connections/limit-card.tsx';
import { Card } from '#components/ui/card.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { listCapacities } from '#lib/providers/server/capacity-queries.ts';
import { listConnections } from '#lib/providers/server/connection-queries.ts';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage() {
  const actor = await requirePageActor();
  const canManage = can(actor.role, 'connection:manage');
  const connections = await listConnections(db(), actor.workspaceId);
  const capacities = await listCapacities(db(), actor.workspaceId);
  return (
    <>
      <AboutConnections isFirst={connections.every(({ kind }) => kind === 'sandbox')} canManage={canManage} />
      <ConnectionTable connections={connections} canManage={canManage} />
      {canManage && (
        <Card title="Add a connection">
          <ConnectionForm />
        </Card>
      )}
      <LimitCard
        capacities={capacities}
        connections={connections.map(({ id, name }) => ({ id, name }))}
        canManage={canManage}
      />
    </>
  );
}
