import type { Metadata } from 'next';
import { EnteredPrices } from '#components/pricing/entered-prices.tsx';
import { PricesToday } from '#components/pricing/prices-today.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { PRICES_AS_OF } from '#lib/pricing/price-list.ts';
import { listAge, pricesToday } from '#lib/pricing/prices-today.ts';
import { listPriceEntries, listUnpricedModels } from '#lib/pricing/server/price-queries.ts';
import { listConnections } from '#lib/providers/server/connection-queries.ts';

export const metadata: Metadata = { title: 'Prices' };

export default async function PricesPage() {
  const { workspaceId, role } = await requirePageActor();
  const [entries, unpriced, connections] = await Promise.all([
    listPriceEntries(db(), workspaceId),
    listUnpricedModels(db(), workspaceId),
    listConnections(db(), workspaceId),
  ]);
  const today = now();
  return (
    <>
      <EnteredPrices
        entries={entries}
        connections={connections.map(({ id, name }) => ({ id, name }))}
        today={today.toISOString().slice(0, 10)}
        canManage={can(role, 'price:manage')}
      />
      <PricesToday
        prices={pricesToday(entries, unpriced, today)}
        asOf={PRICES_AS_OF}
        ageDays={listAge(PRICES_AS_OF, today)}
      />
    </>
  );
}
