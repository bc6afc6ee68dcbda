import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { FIRST_DAY } from '#lib/pricing/first-day.ts';
import { figuresOf, sumCosts } from '#lib/reports/costs.ts';
import { dayOf, type Period, periodOf } from '#lib/reports/period.ts';
import type { Savings, SavingsCosts } from '#lib/reports/schema.ts';
import { listCosts } from './cost-queries.ts';
import { type CostScope, costScopeOf } from './cost-scope.ts';

/**
 * What was paid and saved in the current month (UTC) and since the workspace began, as far as an actor may see it: real money
 * and, apart from it, what the sandbox made up. The same sums as on the Costs page. Null for who sees no costs.
 */
export async function getSavingsTotals(db: Db, actor: Actor): Promise<SavingsCosts | null> {
  if (!can(actor.role, 'cost:own')) return null;
  const scope = costScopeOf(actor, {});
  const today = dayOf(now());
  const [month, ever] = await Promise.all([
    totalsOf(db, scope, periodOf({}, today)),
    totalsOf(db, scope, { from: FIRST_DAY, to: today }),
  ]);
  const of = (simulated: boolean): Savings => ({ month: month(simulated), ever: ever(simulated) });
  return { paid: of(false), simulated: of(true), isWhole: can(actor.role, 'cost:read') };
}

async function totalsOf(db: Db, scope: CostScope, period: Period) {
  const lines = await listCosts(db, scope, period, { by: 'model' });
  return (simulated: boolean) => figuresOf(sumCosts(lines.filter((line) => line.simulated === simulated)));
}
