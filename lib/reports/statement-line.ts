import { type PicoUsd, usdString } from '#lib/money.ts';
import { usdPerMillion } from '#lib/pricing/micro-usd.ts';
import type { StatementLine } from '#lib/pricing/savings-statement.ts';
import type { Price, Rates } from '#lib/pricing/schema.ts';
import { figuresOf, NO_COSTS } from './costs.ts';

export type Tokens = { input: bigint; cached: bigint; output: bigint };

/** What was booked on the batches of one run in a period, and on their duplicates. */
export type RunBookings = {
  run: string;
  name: string;
  connection: string;
  simulated: boolean;
  model: string;
  price: Price | null;
  requests: number;
  longRequests: number;
  nowRequests: number;
  longNowRequests: number;
  /** Everything billed on its batches. */
  all: Tokens;
  /** At the price of a batch: of usable answers, of long requests, and of those that are both. */
  usable: Tokens;
  long: Tokens;
  longUsable: Tokens;
  /** At the real-time price: all, and of long requests. */
  now: Tokens;
  longNow: Tokens;
  /** Of duplicates, at the price of a batch. */
  duplicate: Tokens;
  longDuplicate: Tokens;
  /** Paid at the price of a batch, and at the real-time price. */
  batchPicoUsd: PicoUsd | null;
  nowPicoUsd: PicoUsd;
  realtimePicoUsd: PicoUsd | null;
  duplicatePicoUsd: PicoUsd;
  unknownRequests: number;
  unsentRows: number;
  unsentPicoUsd: PicoUsd | null;
};

type Part = Pick<StatementLine, 'requestsAre' | 'paidAt' | 'requests'> & {
  rates: { batch: Rates; realtime: Rates } | null;
  billed: Tokens;
  usable: Tokens | null;
  duplicate: Tokens;
};

const NONE: Tokens = { input: 0n, cached: 0n, output: 0n };

/**
 * The lines of one run: one for each price its requests had. What does not come out at the booked amounts to the last digit,
 * because which tokens were usable or of long requests was not kept yet, is told as booked and without terms.
 */
export function statementLines(run: RunBookings): StatementLine[] {
  const { price } = run;
  const nothingIsKnown = run.batchPicoUsd === null && run.nowPicoUsd === 0n && run.unknownRequests > 0;
  if (price === null || nothingIsKnown) {
    const usable = plus(run.usable, run.now);
    return [bookedLine(run, { ...wholeOf(run), rates: price, usable: isNone(usable) ? null : usable })];
  }
  const parts = [partsOf(run, price), [{ ...wholeOf(run), rates: price, usable: run.all }]];
  const exact = parts.find((some) => isExact(run, some));
  if (!exact) return [bookedLine(run, { ...wholeOf(run), requestsAre: 'not kept', rates: price })];
  return exact.map((part, index) => countedLine(run, part, index === 0));
}

function wholeOf(run: RunBookings): Part {
  const billed = plus(run.all, run.duplicate);
  return {
    ...{ requestsAre: 'all', paidAt: 'batch', rates: null, requests: run.requests },
    ...{ billed, usable: null, duplicate: run.duplicate },
  };
}

/** Short and long requests, paid at either price; none that nothing was booked on. */
function partsOf(run: RunBookings, price: Price): Part[] {
  const longBilled = plus(run.long, run.longDuplicate);
  const parts: Part[] = [
    {
      ...{ requestsAre: 'short', paidAt: 'batch', rates: price },
      requests: run.requests - run.longRequests - run.nowRequests,
      billed: minus(plus(run.all, run.duplicate), plus(longBilled, run.now)),
      ...{ usable: minus(run.usable, run.longUsable), duplicate: minus(run.duplicate, run.longDuplicate) },
    },
    {
      ...{ requestsAre: 'long', paidAt: 'batch', rates: price.longInput ?? price, requests: run.longRequests },
      ...{ billed: longBilled, usable: run.longUsable, duplicate: run.longDuplicate },
    },
    nowPart('short', price, run.nowRequests - run.longNowRequests, minus(run.now, run.longNow)),
    nowPart('long', price.longInput ?? price, run.longNowRequests, run.longNow),
  ];
  const booked = parts.filter(({ requests, billed }) => requests > 0 || !isNone(billed));
  const some = booked.length > 0 ? booked : parts.slice(0, 1);
  return price.longInput === null ? some.map((part) => ({ ...part, requestsAre: 'all' })) : some;
}

function nowPart(requestsAre: 'short' | 'long', rates: Part['rates'], requests: number, billed: Tokens): Part {
  return { requestsAre, paidAt: 'realtime', rates, requests, billed, usable: billed, duplicate: NONE };
}

function isExact(run: RunBookings, parts: readonly Part[]): boolean {
  const sumOf = (amount: (part: Part) => PicoUsd) => parts.reduce((sum, part) => sum + amount(part), 0n);
  const paid = (paidAt: Part['paidAt']) => sumOf((part) => (part.paidAt === paidAt ? paidOf(part) : 0n));
  return (
    parts.every(({ billed, usable }) => !isNegative(billed) && !(usable && isNegative(usable))) &&
    paid('batch') === (run.batchPicoUsd ?? 0n) &&
    paid('realtime') === run.nowPicoUsd &&
    sumOf(({ usable, rates }) => (rates && usable ? costOfTokens(usable, rates.realtime) : 0n)) ===
      (run.realtimePicoUsd ?? 0n) &&
    sumOf(({ duplicate, rates }) => (rates ? costOfTokens(duplicate, rates.batch) : 0n)) === run.duplicatePicoUsd
  );
}

function paidOf({ billed, rates, paidAt }: Part): PicoUsd {
  return rates ? costOfTokens(billed, rates[paidAt]) : 0n;
}

/** Whole tokens times whole micro-dollars per million: whole pico-dollars. */
function costOfTokens({ input, cached, output }: Tokens, rates: Rates): PicoUsd {
  return (
    (input - cached) * BigInt(rates.inputMicroUsd) +
    cached * BigInt(rates.cachedInputMicroUsd) +
    output * BigInt(rates.outputMicroUsd)
  );
}

function countedLine(run: RunBookings, part: Part, isFirst: boolean): StatementLine {
  const { rates, billed, usable, duplicate, paidAt } = part;
  if (!rates || !usable) return bookedLine(run, part);
  const [paid, realtime] = [paidOf(part), costOfTokens(usable, rates.realtime)];
  return {
    ...lineOf(run, part, isFirst),
    batchUsd: usdString(paidAt === 'batch' ? paid : 0n),
    nowUsd: usdString(paidAt === 'realtime' ? paid : 0n),
    ...{ realtimeUsd: usdString(realtime), savedUsd: usdString(realtime - paid) },
    duplicateUsd: usdString(costOfTokens(duplicate, rates.batch)),
    ...{ paidTerms: termsOf(billed, rates[paidAt]), realtimeTerms: termsOf(usable, rates.realtime) },
  };
}

/** The amounts as they were booked: null where none of it is known. */
function bookedLine(run: RunBookings, part: Part): StatementLine {
  const { requests, batchPicoUsd, nowPicoUsd, realtimePicoUsd, duplicatePicoUsd, unknownRequests } = run;
  const amounts = { batchPicoUsd, nowPicoUsd, realtimePicoUsd, duplicatePicoUsd };
  const figures = figuresOf({ ...NO_COSTS, ...amounts, requests, unknownRequests });
  const { batchUsd, nowUsd, realtimeUsd, savedUsd, duplicateUsd } = figures;
  return {
    ...lineOf(run, part, true),
    ...{ batchUsd, nowUsd, realtimeUsd, savedUsd, duplicateUsd, paidTerms: null, realtimeTerms: null },
  };
}

function lineOf(run: RunBookings, part: Part, isFirst: boolean) {
  const { price, unsentRows, unsentPicoUsd } = run;
  const unsentUsd = unsentPicoUsd === null ? (unsentRows > 0 ? null : usdString(0n)) : usdString(unsentPicoUsd);
  return {
    ...{ run: run.run, name: run.name, connection: run.connection, simulated: run.simulated, model: run.model },
    ...{ requestsAre: part.requestsAre, paidAt: part.paidAt },
    overInputTokens: price?.longInput?.overInputTokens ?? null,
    ...{ priceAsOf: price?.asOf ?? null, priceSource: price && (price.source ?? price.note) },
    ...ratesOf(part.rates),
    requests: part.requests,
    ...tokensOf(part),
    unknownRequests: isFirst ? run.unknownRequests : 0,
    unsentRows: isFirst ? unsentRows : 0,
    unsentUsd: isFirst ? unsentUsd : usdString(0n),
  };
}

function tokensOf({ billed, usable, duplicate }: Part) {
  return {
    ...{
      inputTokens: String(billed.input),
      cachedInputTokens: String(billed.cached),
      outputTokens: String(billed.output),
    },
    usableInputTokens: usable && String(usable.input),
    usableCachedInputTokens: usable && String(usable.cached),
    usableOutputTokens: usable && String(usable.output),
    duplicateInputTokens: String(duplicate.input),
    duplicateCachedInputTokens: String(duplicate.cached),
    duplicateOutputTokens: String(duplicate.output),
  };
}

function ratesOf(rates: Part['rates']) {
  const usd = (lane: 'batch' | 'realtime', rate: keyof Rates) => rates && usdPerMillion(rates[lane][rate]);
  return {
    batchInputUsd: usd('batch', 'inputMicroUsd'),
    batchCachedUsd: usd('batch', 'cachedInputMicroUsd'),
    batchOutputUsd: usd('batch', 'outputMicroUsd'),
    realtimeInputUsd: usd('realtime', 'inputMicroUsd'),
    realtimeCachedUsd: usd('realtime', 'cachedInputMicroUsd'),
    realtimeOutputUsd: usd('realtime', 'outputMicroUsd'),
  };
}

/** `(1193000*0.075+7000*0.0375+9000*0.3)/1000000`. */
function termsOf({ input, cached, output }: Tokens, rates: Rates): string {
  const [inputUsd, cachedUsd, outputUsd] = [rates.inputMicroUsd, rates.cachedInputMicroUsd, rates.outputMicroUsd].map(
    usdPerMillion,
  );
  return `(${input - cached}*${inputUsd}+${cached}*${cachedUsd}+${output}*${outputUsd})/1000000`;
}

function plus(a: Tokens, b: Tokens): Tokens {
  return { input: a.input + b.input, cached: a.cached + b.cached, output: a.output + b.output };
}

function minus(a: Tokens, b: Tokens): Tokens {
  return { input: a.input - b.input, cached: a.cached - b.cached, output: a.output - b.output };
}

function isNone({ input, cached, output }: Tokens): boolean {
  return input === 0n && cached === 0n && output === 0n;
}

function isNegative({ input, cached, output }: Tokens): boolean {
  return input < 0n || cached < 0n || output < 0n;
}
