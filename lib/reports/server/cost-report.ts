import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import {
  type CostGroup,
  type CostReport,
  type CostRow,
  type CostsQuery,
  SAVINGS_FORMULA,
} from '#lib/pricing/cost-report.ts';
import { NOBODY } from '#lib/reports/cost-words.ts';
import { figuresOf, sumCosts } from '#lib/reports/costs.ts';
import { dayOf, periodOf } from '#lib/reports/period.ts';
import { NO_RUN_LABEL } from '#lib/run-labels.ts';
import { type CostLine, listCosts } from './cost-queries.ts';
import { costScopeOf } from './cost-scope.ts';
import { countCostsInProgress } from './costs-in-progress.ts';

const MAX_REPORT_DAYS = 3_660;

/** The whole report as the HTTP API answers it. @throws AppError `forbidden`, `invalid` for a period of over ten years. */
export async function getCostReport(db: Db, actor: Actor, query: CostsQuery): Promise<CostReport> {
  const period = periodOf(query, dayOf(now()));
  requireReportable(period);
  const scope = costScopeOf(actor, query);
  const [lines, inProgress, once] = await Promise.all([
    listCosts(db, scope, period, { by: query.by }),
    countCostsInProgress(db, scope),
    // A run with two labels is in two lines, and paid once.
    query.by === 'label' ? listCosts(db, scope, period, { by: 'model' }) : null,
  ]);
  const totalOf = (simulated: boolean) =>
    figuresOf(sumCosts((once ?? lines).filter((line) => line.simulated === simulated)));
  return {
    ...period,
    ...{ timeZone: 'UTC', by: query.by, formula: SAVINGS_FORMULA },
    data: lines.map((line) => rowOf(query.by, line)),
    nextAfter: null,
    total: { paid: totalOf(false), simulated: totalOf(true) },
    inProgress,
  };
}

export function requireReportable({ from, to }: { from: string; to: string }): void {
  const problem =
    from > to
      ? 'is a day before from'
      : Date.parse(to) - Date.parse(from) > MAX_REPORT_DAYS * 86_400_000
        ? 'is more than ten years after from'
        : null;
  if (problem !== null) throw new AppError('invalid', `to: ${problem}`, { issues: [{ path: 'to', message: problem }] });
}

/** A line with its key under the name of what it was grouped by. */
export function rowOf(by: CostGroup, line: CostLine): CostRow {
  const { key, name, simulated, ...costs } = line;
  return { [by]: key, name: nameOf(by, key, name), simulated, ...figuresOf(costs) };
}

function nameOf(by: CostGroup, key: string | null, name: string | null): string {
  if (key === null) return by === 'label' ? NO_RUN_LABEL : by === 'template' ? 'No template' : NOBODY;
  return name ?? key;
}
