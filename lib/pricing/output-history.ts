import { countOf } from '#lib/format.ts';
import type { OutputAssumption } from './output-assumption.ts';

/** What was paid for rows that were asked the same before, one entry a row; all attempts of a row together. */
export type PaidRow = { outputTokens: number };

/** Fewer say too little. */
export const MIN_HISTORY_ROWS = 5;
/** Three standard errors: the mean of many more rows lies within them 997 times of 1,000. */
const STANDARD_ERRORS = 3;
/** The next sheet is never quite like the last one. */
const LEAST_SPREAD = 0.03;

/**
 * What answers will have by what they had: their mean, and how far the mean of many more may lie from it. Null with
 * fewer than `MIN_HISTORY_ROWS` rows. Tokens may be fractions: they are a mean.
 */
export function assumeFromHistory(
  rows: readonly PaidRow[],
  options: { maxOutputTokens?: number | undefined } = {},
): OutputAssumption | null {
  if (rows.length < MIN_HISTORY_ROWS) return null;
  const mean = rows.reduce((sum, row) => sum + row.outputTokens, 0) / rows.length;
  const squares = rows.reduce((sum, row) => sum + (row.outputTokens - mean) ** 2, 0);
  const error = Math.sqrt(squares / (rows.length - 1) / rows.length);
  const spread = STANDARD_ERRORS * error + LEAST_SPREAD * mean;
  const limit = options.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const expectedTokens = Math.min(mean, limit);
  return {
    lowTokens: Math.max(0, expectedTokens - spread),
    expectedTokens,
    // Retries are in the mean, so a limit of one answer is no limit of what a row may take.
    highTokens: expectedTokens + spread,
    sentence: `Answers as in ${countOf(rows.length, 'row')} that were asked the same before: ${shown(expectedTokens)} tokens each on average.`,
  };
}

function shown(tokens: number): string {
  return tokens.toLocaleString('en-US', { maximumFractionDigits: tokens < 100 ? 1 : 0 });
}
