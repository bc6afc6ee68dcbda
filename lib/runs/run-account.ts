import { countOf, formatCount } from '#lib/format.ts';
import { usdString } from '#lib/money.ts';
import type { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import type { Run } from './schema.ts';
import { ITEM_STATUSES, isRunOver } from './state.ts';

/** What was booked, summed once over the items of a run and once over its batches. Amounts in pico-dollars. */
export type Booked = {
  /** Requests with a usable answer, and rows that were answered by another row's request. */
  succeeded: bigint;
  unsentRows: bigint;
  inputTokens: bigint;
  cachedInputTokens: bigint;
  outputTokens: bigint;
  costPicoUsd: bigint;
  realtimePicoUsd: bigint;
};

/** Everything that is known twice about a planned run, all of it at one moment. */
export type RunAccount = {
  status: Run['status'];
  rowCount: number;
  /** The counters by status, as the pages show them. */
  counters: Partial<Record<ItemStatus, number>>;
  /** The items themselves, counted. */
  items: Partial<Record<ItemStatus, number>>;
  /** Items whose row the run does not have. */
  strayItems: number;
  /** Items in flight in a batch that is over or does not exist: nobody would ever bring their answers. */
  strandedItems: number;
  /** Items that ask the same as another one and do not share its fate. */
  partedItems: number;
  bookedOnItems: Booked;
  bookedOnBatches: Booked;
  /** Batches that are over and of which the provider adds up to something else than what is booked. */
  disputes: readonly Dispute[];
};

/** One figure of a batch, as it is booked and as the provider says it. */
export type Dispute = {
  batchNumber: number;
  tokens: 'inputTokens' | 'cachedInputTokens' | 'outputTokens';
  booked: bigint;
  reported: bigint;
};

const STATUS_WORDS: Record<ItemStatus, string> = {
  waiting: 'waiting',
  in_flight: 'in progress',
  succeeded: 'answered',
  failed: 'failed',
  canceled: 'canceled',
  skipped: 'skipped',
};

const BOOKED_WORDS = {
  succeeded: 'answer',
  unsentRows: 'shared answer',
  inputTokens: 'input token',
  cachedInputTokens: 'cached input token',
  outputTokens: 'output token',
} as const satisfies Partial<Record<keyof Booked, string>>;

/** Every difference in an account, each a sentence with both numbers. None when it adds up. */
export function differencesIn(account: RunAccount): string[] {
  return [...rowDifferences(account), ...bookingDifferences(account), ...account.disputes.map(disputeWords)];
}

function rowDifferences(account: RunAccount): string[] {
  const { status, rowCount, counters, items, strayItems, strandedItems, partedItems } = account;
  const found: string[] = [];
  const there = ITEM_STATUSES.reduce((sum, name) => sum + (items[name] ?? 0), 0);
  if (there !== rowCount) found.push(`The run has ${countOf(rowCount, 'row')}, but ${formatCount(there)} are there.`);
  for (const name of ITEM_STATUSES) {
    const [shown, real] = [counters[name] ?? 0, items[name] ?? 0];
    if (shown === real) continue;
    found.push(`${countOf(shown, 'row')} counted as ${STATUS_WORDS[name]}, but there are ${formatCount(real)}.`);
  }
  if (strayItems > 0) found.push(`${countOf(strayItems, 'row')} outside of the sheet.`);
  if (strandedItems > 0)
    found.push(`${countOf(strandedItems, 'row')} in progress in a batch that is over: no answer can come for them.`);
  if (partedItems > 0) found.push(`${countOf(partedItems, 'row')} parted from the row that was sent for them.`);
  const open = (items.waiting ?? 0) + (items.in_flight ?? 0);
  if (isRunOver(status) && open > 0) found.push(`The run is over, but ${countOf(open, 'row')} not settled.`);
  return found;
}

function bookingDifferences({ bookedOnItems, bookedOnBatches }: RunAccount): string[] {
  const found: string[] = [];
  for (const [key, words] of Object.entries(BOOKED_WORDS) as [keyof typeof BOOKED_WORDS, string][]) {
    const [items, batches] = [bookedOnItems[key], bookedOnBatches[key]];
    if (items === batches) continue;
    found.push(
      `The rows hold ${formatWhole(items)} ${items === 1n ? words : `${words}s`}, but the batches booked ${formatWhole(batches)}.`,
    );
  }
  for (const [key, words] of [
    ['costPicoUsd', 'cost'],
    ['realtimePicoUsd', 'would have cost'],
  ] as const) {
    const [items, batches] = [bookedOnItems[key], bookedOnBatches[key]];
    if (items !== batches)
      found.push(`The rows ${words} $${usdString(items)}, but the batches booked $${usdString(batches)}.`);
  }
  return found;
}

function disputeWords({ batchNumber, tokens, booked, reported }: Dispute): string {
  return `Batch ${batchNumber} took ${tokensOf(reported, tokens)} by the provider's own count, but ${formatWhole(booked)} are booked.`;
}

function tokensOf(count: bigint, tokens: Dispute['tokens']): string {
  return `${formatWhole(count)} ${BOOKED_WORDS[tokens]}${count === 1n ? '' : 's'}`;
}

function formatWhole(value: bigint): string {
  return value.toLocaleString('en-US');
}
