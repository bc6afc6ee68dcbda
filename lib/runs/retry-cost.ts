import { parseUsd, usdString } from '#lib/money.ts';
import type { Run } from './schema.ts';

/**
 * About what sending `rows` rows again costs, as an exact decimal string in USD: what an answered row of this run cost so
 * far, or what was estimated for one before any was. Null when the price of the model is not known.
 */
export function retryCost(run: Pick<Run, 'counts' | 'cost' | 'reusedRows'>, rows: number): string | null {
  // What came from an earlier run cost nothing in this one, and says nothing of what a row costs.
  const succeeded = run.counts.succeeded - run.reusedRows;
  const total = run.counts.total - run.reusedRows;
  const [batch, now] = [parseUsd(run.cost.batchUsd ?? ''), parseUsd(run.cost.nowUsd ?? '')];
  if (batch === null || now === null) return null;
  // What is sent again goes out alone, and bears a whole request, whatever rows cost that shared one.
  const alone = parseUsd(run.cost.estimate.aloneUsd ?? '');
  if (alone !== null && total > 0) return shareOf(alone, rows, total);
  // What is sent again goes out in a batch, at half of what answers at once cost.
  const paid = batch + now / 2n;
  if (paid > 0n && succeeded > 0) return shareOf(paid, rows, succeeded);
  const estimated = parseUsd(run.cost.estimate.expectedUsd ?? '');
  return estimated === null || total === 0 ? null : shareOf(estimated, rows, total);
}

function shareOf(amount: bigint, rows: number, ofRows: number): string {
  return usdString((amount * BigInt(rows)) / BigInt(ofRows));
}
