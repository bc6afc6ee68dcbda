import type { Metadata } from 'next';
import { TokenForm } from '#components/auth/token-form.tsx';
import { TokenTable } from '#components/auth/token-table.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { can, isAtLeast, MEMBER_ROLES } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { listTokens } from '#lib/auth/server/token-queries.ts';
import { db } from '#lib/platform/db/client.ts';

export const metadata: Metadata = { title: 'API tokens' };

export default async function TokensPage() {
  const actor = await requirePageActor();
  if (!can(actor.role, 'token:manage')) {
    return <Alert tone="warn">API tokens are made by leads and owners. Ask one of them for a token.</Alert>;
  }
  const tokens = await listTokens(db(), actor.workspaceId);
  return (
    <>
      <Card title="Make a token">
        <TokenForm roles={MEMBER_ROLES.filter((role) => isAtLeast(actor.role, role))} />
      </Card>
      <TokenTable tokens={tokens} />
    </>
  );
}
