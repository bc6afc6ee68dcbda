import 'server-only';
import { type CostReport, type CostRow, SAVINGS_FORMULA } from '#lib/pricing/cost-report.ts';
import { csvName, csvQuoted } from '#lib/reports/csv-cell.ts';

const FIGURES = [
  'batchUsd',
  'realtimeUsd',
  'savedUsd',
  'duplicateUsd',
  'inputTokens',
  'cachedInputTokens',
  'outputTokens',
  'requests',
  'failed',
  'unknownRequests',
  'unsentRows',
  'unsentUsd',
  'nowUsd',
  'triedUsd',
] as const satisfies readonly (keyof CostRow)[];

const ROWS_A_PIECE = 1_000;

/**
 * The report as a CSV file that a spreadsheet opens: what it is grouped by first, exact amounts, `unknown` where an amount is
 * not known, and how savings are computed at the end of every line. No name in it runs as a formula.
 */
export async function* exportCosts({ by, data }: CostReport): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\uFEFF${[by, 'name', 'simulated', ...FIGURES, 'formula'].join(',')}\n`);
  for (let at = 0; at < data.length; at += ROWS_A_PIECE) {
    const rows = data.slice(at, at + ROWS_A_PIECE);
    yield Buffer.from(rows.map((row) => lineOf(row[by] ?? '', row)).join(''));
  }
}

function lineOf(key: string, row: CostRow): string {
  const texts = [key, row.name].map((text) => csvName(text));
  const figures = FIGURES.map((name) => row[name] ?? 'unknown');
  return `${[...texts, row.simulated, ...figures, csvQuoted(SAVINGS_FORMULA)].join(',')}\n`;
}
