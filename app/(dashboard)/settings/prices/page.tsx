import type { Metadata } from 'next';
import { EnteredPrices } from '#components/pricing/entered-prices.tsx';
import { ListPrices } from '#components/pricing/list-prices.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { PRICES_AS_OF } from '#lib/pricing/price-list.ts';
import { listPricedModels } from '#lib/pricing/prices.ts';
import { listPriceEntries } from '#lib/pricing/server/price-queries.ts';

export const metadata: Metadata = { title: 'Prices' };

export default async function PricesPage() {
  const actor = await requirePageActor();
  const entries = await listPriceEntries(db(), actor.workspaceId);
  return (
    <>
      <EnteredPrices
        entries={entries}
        today={now().toISOString().slice(0, 10)}
        canManage={can(actor.role, 'price:manage')}
      />
      <ListPrices prices={listPricedModels()} asOf={PRICES_AS_OF} />
    </>
  );
}
