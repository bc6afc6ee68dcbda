import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { CostGroup } from '#lib/pricing/cost-report.ts';
import type { CostView } from '#lib/reports/cost-view.ts';
import { figuresOf, sumCosts } from '#lib/reports/costs.ts';
import type { CostsPage, CostsTable } from '#lib/reports/schema.ts';
import { type CostLine, listCosts, listCostsOfEach } from './cost-queries.ts';
import { rowOf } from './cost-report.ts';
import { costScopeOf } from './cost-scope.ts';
import { countCostsInProgress } from './costs-in-progress.ts';

/** The dearest of each table; the file has all of them. */
const SHOWN_LINES = 25;

const TABLES = ['model', 'member', 'template', 'label', 'run'] as const satisfies readonly CostGroup[];

/** What the sandbox made up is shown where nothing was paid, or where it is asked for; the two are never added up. */
export async function getCostsPage(db: Db, actor: Actor, view: CostView): Promise<CostsPage> {
  const isWhole = can(actor.role, 'cost:read');
  const { model, template, label } = view;
  const scope = costScopeOf(actor, { model, template, label, ...(isWhole && { member: view.member }) });
  const groups = TABLES.filter((by) => by !== 'member' || isWhole);
  const [[days = [], ...lines], before, paidInProgress, simulatedInProgress] = await Promise.all([
    listCostsOfEach(db, scope, view.period, { groups: ['day', ...groups], limit: SHOWN_LINES + 1 }),
    listCosts(db, scope, view.previous, { by: 'model' }),
    countCostsInProgress(db, { ...scope, simulated: false }),
    countCostsInProgress(db, { ...scope, simulated: true }),
  ]);
  const kinds = new Set(days.map((line) => line.simulated));
  const simulated = view.simulated ?? (kinds.has(true) && !kinds.has(false));
  const ofKind = (all: readonly CostLine[]) => all.filter((line) => line.simulated === simulated);
  const tables = groups.map((by, index) => tableOf(by, ofKind(lines[index] ?? [])));
  return {
    ...{ isWhole, simulated, hasOtherKind: kinds.has(!simulated), tables: tables.filter(saysSomething) },
    inProgress: simulated ? simulatedInProgress : paidInProgress,
    total: figuresOf(sumCosts(ofKind(days))),
    previous: figuresOf(sumCosts(ofKind(before))),
    days: ofKind(days).map((line) => rowOf('day', line)),
  };
}

/** Where nobody uses labels there is nothing to tell apart by them. */
function saysSomething({ by, rows }: CostsTable): boolean {
  return by !== 'label' || rows.some((row) => row.label !== null);
}

function tableOf(by: CostGroup, lines: readonly CostLine[]): CostsTable {
  const rows = lines.slice(0, SHOWN_LINES).map((line) => rowOf(by, line));
  return { by, rows, hasMore: lines.length > SHOWN_LINES };
}
