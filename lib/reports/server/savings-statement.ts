import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { SavingsQuery } from '#lib/pricing/cost-report.ts';
import { type SavingsStatement, STATEMENT_FORMULA, type StatementTotal } from '#lib/pricing/savings-statement.ts';
import { type Costs, figuresOf, NO_COSTS, sumCosts } from '#lib/reports/costs.ts';
import { dayOf, periodOf } from '#lib/reports/period.ts';
import { type RunBookings, statementLines } from '#lib/reports/statement-line.ts';
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
