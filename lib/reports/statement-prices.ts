import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import type { StatementLine } from '#lib/pricing/savings-statement.ts';
import { spentUsd } from '#lib/pricing/spent-usd.ts';

/** What was booked at one price, over all runs that had it. Tokens as whole numbers, amounts exact; null: unknown. */
export type PriceSum = Pick<
  StatementLine,
  'model' | 'requestsAre' | 'paidAt' | 'overInputTokens' | 'priceAsOf' | 'priceSource' | (typeof RATES)[number]
> & {
  key: string;
  requests: number;
  billed: Tokens;
  usable: Tokens | null;
  spentUsd: string | null;
  realtimeUsd: string | null;
  savedUsd: string | null;
};
type Tokens = { input: bigint; cached: bigint; output: bigint };

/** What one run comes to, all of its prices together. */
export type RunSum = Pick<StatementLine, 'run' | 'name' | 'model' | 'requests' | 'realtimeUsd' | 'savedUsd'> & {
  spentUsd: string | null;
};

const RATES = [
  'batchInputUsd',
  'batchCachedUsd',
  'batchOutputUsd',
  'realtimeInputUsd',
  'realtimeCachedUsd',
  'realtimeOutputUsd',
] as const;

/** The lines of a statement by the price they have, in the order of the lines: the dearest run's first. */
export function sumsByPrice(lines: readonly StatementLine[]): PriceSum[] {
  const groups = Map.groupBy(lines, (line) =>
    [
      line.model,
      line.requestsAre,
      line.paidAt,
      line.priceAsOf,
      line.priceSource,
      ...RATES.map((rate) => line[rate]),
    ].join('\n'),
  );
  return [...groups].flatMap(([key, [first, ...rest]]) => (first ? [priceSum(key, first, [first, ...rest])] : []));
}

function priceSum(key: string, first: StatementLine, lines: readonly StatementLine[]): PriceSum {
  const { model, requestsAre, paidAt, overInputTokens, priceAsOf, priceSource } = first;
  const rates = Object.fromEntries(RATES.map((rate) => [rate, first[rate]])) as Pick<PriceSum, (typeof RATES)[number]>;
  const isKept = lines.every(({ usableInputTokens }) => usableInputTokens !== null);
  const tokens = (input: keyof StatementLine, cached: keyof StatementLine, output: keyof StatementLine): Tokens => ({
    input: sumOf(lines, input),
    cached: sumOf(lines, cached),
    output: sumOf(lines, output),
  });
  return {
    ...{ key, model, requestsAre, paidAt, overInputTokens, priceAsOf, priceSource, ...rates },
    requests: lines.reduce((sum, { requests }) => sum + requests, 0),
    billed: tokens('inputTokens', 'cachedInputTokens', 'outputTokens'),
    usable: isKept ? tokens('usableInputTokens', 'usableCachedInputTokens', 'usableOutputTokens') : null,
    ...amountsOf(lines),
  };
}

/** The lines of a statement by run, in their order. */
export function sumsByRun(lines: readonly StatementLine[]): RunSum[] {
  return [...Map.groupBy(lines, ({ run }) => run)].flatMap(([run, [first, ...rest]]) => {
    if (!first) return [];
    const own = [first, ...rest];
    const requests = own.reduce((sum, line) => sum + line.requests, 0);
    return [{ run, name: first.name, model: first.model, requests, ...amountsOf(own) }];
  });
}

function sumOf(lines: readonly StatementLine[], column: keyof StatementLine): bigint {
  return lines.reduce((sum, line) => sum + BigInt(line[column] ?? 0), 0n);
}

function amountsOf(lines: readonly StatementLine[]) {
  const [spent, realtime] = [sumUsd(lines.map(spentUsd)), sumUsd(lines.map((line) => line.realtimeUsd))];
  return {
    spentUsd: spent === null ? null : usdString(spent),
    realtimeUsd: realtime === null ? null : usdString(realtime),
    savedUsd: spent === null || realtime === null ? null : usdString(realtime - spent),
  };
}

/** Of what is known; null where nothing is. */
function sumUsd(amounts: readonly (string | null)[]): PicoUsd | null {
  const known = amounts.flatMap((amount) => (amount === null ? [] : [parseUsd(amount) ?? 0n]));
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0n);
}
