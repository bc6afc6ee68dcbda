import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { CostGroup } from '#lib/pricing/cost-report.ts';
import type { CostView } from '#lib/reports/cost-view.ts';
import { figuresOf, sumCosts } from '#lib/reports/costs.ts';
import type { CostsPage, CostsTable } from '#lib/reports/schema.ts';
import { type CostLine, type CostScope, countCostsInProgress, listCosts } from './cost-queries.ts';
import { costScopeOf, rowOf } from './cost-report.ts';

/** The dearest of each table; the file has all of them. */
const SHOWN_LINES = 25;

/** What the sandbox made up is shown where nothing was paid, or where it is asked for; the two are never added up. */
export async function getCostsPage(db: Db, actor: Actor, view: CostView): Promise<CostsPage> {
  const isWhole = can(actor.role, 'cost:read');
  const { model, template, label } = view;
  const asked = costScopeOf(actor, { model, template, label, ...(isWhole && { member: view.member }) });
  const days = await listCosts(db, asked, view.period, { by: 'day' });
  const kinds = new Set(days.map((line) => line.simulated));
  const simulated = view.simulated ?? (kinds.has(true) && !kinds.has(false));
  const scope: CostScope = { ...asked, simulated };
  const groups = (['model', 'member', 'template', 'label', 'run'] as const).filter((by) => by !== 'member' || isWhole);
  const shown = days.filter((line) => line.simulated === simulated);
  const [previous, inProgress, tables] = await Promise.all([
    listCosts(db, scope, view.previous, { by: 'model' }),
    countCostsInProgress(db, scope),
    Promise.all(groups.map(async (by) => tableOf(by, await tableLines(db, scope, view, by)))),
  ]);
  return {
    ...{ isWhole, simulated, hasOtherKind: kinds.has(!simulated), inProgress, tables: tables.filter(saysSomething) },
    total: figuresOf(sumCosts(shown)),
    previous: figuresOf(sumCosts(previous)),
    days: shown.map((line) => rowOf('day', line)),
  };
}

/** Where nobody uses labels there is nothing to tell apart by them. */
function saysSomething({ by, rows }: CostsTable): boolean {
  return by !== 'label' || rows.some((row) => row.label !== null);
}

async function tableLines(db: Db, scope: CostScope, { period }: CostView, by: CostGroup): Promise<CostLine[]> {
  return listCosts(db, scope, period, { by, limit: SHOWN_LINES + 1 });
}

function tableOf(by: CostGroup, lines: readonly CostLine[]): CostsTable {
  const rows = lines.slice(0, SHOWN_LINES).map((line) => rowOf(by, line));
  return { by, rows, hasMore: lines.length > SHOWN_LINES };
}
