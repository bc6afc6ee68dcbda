import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { SavingsQuery } from '#lib/pricing/cost-report.ts';
import { type SavingsStatement, STATEMENT_FORMULA, type StatementTotal } from '#lib/pricing/savings-statement.ts';
import type { CostView } from '#lib/reports/cost-view.ts';
import { type Costs, figuresOf, NO_COSTS, sumCosts } from '#lib/reports/costs.ts';
import { dayOf, periodOf } from '#lib/reports/period.ts';
import type { StatementPage } from '#lib/reports/schema.ts';
import { type RunBookings, statementLines } from '#lib/reports/statement-line.ts';
import { sumsByPrice, sumsByRun } from '#lib/reports/statement-prices.ts';
import { requireReportable } from './cost-report.ts';
import { costScopeOf } from './cost-scope.ts';
import { listRunBookings } from './statement-queries.ts';

/** What every run of a period saved, to be worked out again. @throws AppError `forbidden`, `invalid` for over ten years. */
export async function getSavingsStatement(db: Db, actor: Actor, query: SavingsQuery): Promise<SavingsStatement> {
  const period = periodOf(query, dayOf(now()));
  requireReportable(period);
  const runs = await listRunBookings(db, costScopeOf(actor, query), period);
  return {
    ...period,
    ...{ timeZone: 'UTC', generatedAt: now().toISOString(), formula: STATEMENT_FORMULA },
    data: runs.flatMap(statementLines),
    nextAfter: null,
    total: { paid: totalOf(runs, false), simulated: totalOf(runs, true) },
  };
}

/** What one sheet of paper holds. */
const SHOWN_RUNS = 40;

/** The statement as its page shows it, of one kind of money: everything by its price, and the dearest runs. */
export async function getStatementPage(db: Db, actor: Actor, view: CostView): Promise<StatementPage> {
  const isWhole = can(actor.role, 'cost:read');
  const simulated = view.simulated ?? false;
  const { model, template, label, period } = view;
  const asked = { model, template, label, simulated, ...(isWhole && { member: view.member }) };
  const statement = await getSavingsStatement(db, actor, { ...asked, ...period, format: 'json' });
  const { data, total, generatedAt } = statement;
  return {
    ...{ isWhole, simulated, generatedAt, total: simulated ? total.simulated : total.paid },
    ...{ prices: sumsByPrice(data), runs: sumsByRun(data).slice(0, SHOWN_RUNS) },
  };
}

function totalOf(runs: readonly RunBookings[], simulated: boolean): StatementTotal {
  const own = runs.filter((run) => run.simulated === simulated);
  const figures = figuresOf(sumCosts(own.map(costsOf)));
  const { batchUsd, nowUsd, realtimeUsd, savedUsd, duplicateUsd, unknownRequests, unsentRows, unsentUsd } = figures;
  const counts = { runs: own.length, unknownRequests, unsentRows };
  return { ...counts, batchUsd, nowUsd, realtimeUsd, savedUsd, duplicateUsd, unsentUsd };
}

function costsOf(run: RunBookings): Costs {
  const { requests, batchPicoUsd, nowPicoUsd, realtimePicoUsd, duplicatePicoUsd, unsentPicoUsd } = run;
  const amounts = { batchPicoUsd, nowPicoUsd, realtimePicoUsd, duplicatePicoUsd, unsentPicoUsd };
  return { ...NO_COSTS, ...amounts, requests, unknownRequests: run.unknownRequests, unsentRows: run.unsentRows };
}
