import { microUsdOf } from './micro-usd.ts';
import file from './price-list.json' with { type: 'json' };
import type { Price, Rates } from './schema.ts';

/** The day the list prices were read. They change: shown beside every amount, and a person can look them up again. */
export const PRICES_AS_OF = file.asOf;

/** A price of the list and the days, in UTC and both included, on which it counts; `validTo` null: until further notice. */
export type ListedPrice = { provider: string; validFrom: string; validTo: string | null; price: Price };

type RatesInFile = { input: string; cachedInput?: string; output: string };
type PriceInFile = {
  model: string;
  validFrom: string;
  validTo: string | null;
  realtime: RatesInFile;
  /** Written out, not derived: a discount is a fact of the list, not a rule. `factor` where the list states a factor. */
  batch: RatesInFile | { factor: string };
  /** What a whole request costs that has more input tokens, as factors of the usual rates. */
  longInput?: { overInputTokens: number; inputFactor: string; outputFactor: string };
  contextTokens: number | null;
  note?: string;
};
export type PriceFile = {
  asOf: string;
  unit: string;
  providers: {
    provider: string;
    source: string;
    /** Snapshots that cost something else than the name without the date: unknown rather than wrong. */
    otherwisePriced: string[];
    prices: PriceInFile[];
  }[];
};

/** Every price the list holds, those of days gone by too, in the order of the file: a run of then is priced as of then. */
export const LISTED_PRICES: readonly ListedPrice[] = readPriceFile(file);

/** Models of which the list says that their price is not the one their name suggests. */
export const OTHERWISE_PRICED: ReadonlySet<string> = new Set(
  file.providers.flatMap(({ otherwisePriced }) => otherwisePriced),
);

/** The prices of a file, in micro-dollars per million tokens. Throws with the model and the figure that cannot be read. */
export function readPriceFile({ asOf, providers }: PriceFile): ListedPrice[] {
  return providers.flatMap(({ provider, source, prices }) =>
    prices.map((row) => ({
      ...{ provider, validFrom: row.validFrom, validTo: row.validTo },
      price: { ...priceFrom(row), asOf: row.validFrom > asOf ? row.validFrom : asOf, source },
    })),
  );
}

function priceFrom(row: PriceInFile): Omit<Price, 'asOf'> {
  const realtime = ratesFrom(row.model, row.realtime);
  const batch =
    'factor' in row.batch
      ? timesRates(realtime, row.batch.factor, row.batch.factor, row.model)
      : ratesFrom(row.model, row.batch);
  const long = row.longInput;
  const longRates = (rates: Rates) => timesRates(rates, long?.inputFactor ?? '1', long?.outputFactor ?? '1', row.model);
  return {
    ...{ model: row.model, realtime, batch },
    longInput: long
      ? { overInputTokens: long.overInputTokens, realtime: longRates(realtime), batch: longRates(batch) }
      : null,
    ...{ contextTokens: row.contextTokens, note: row.note ?? null },
  };
}

/** A missing cached price: cached tokens cost what others do. */
function ratesFrom(model: string, { input, cachedInput, output }: RatesInFile): Rates {
  return {
    inputMicroUsd: microUsd(model, input),
    cachedInputMicroUsd: microUsd(model, cachedInput ?? input),
    outputMicroUsd: microUsd(model, output),
  };
}

function timesRates(rates: Rates, inputFactor: string, outputFactor: string, model: string): Rates {
  return {
    inputMicroUsd: times(model, rates.inputMicroUsd, inputFactor),
    cachedInputMicroUsd: times(model, rates.cachedInputMicroUsd, inputFactor),
    outputMicroUsd: times(model, rates.outputMicroUsd, outputFactor),
  };
}

/** Factors are read as millionths, so that no amount is ever a fraction of a binary number. */
function times(model: string, rateMicroUsd: number, factor: string): number {
  const product = BigInt(rateMicroUsd) * BigInt(microUsd(model, factor));
  if (product % 1_000_000n !== 0n)
    throw new Error(`${model}: ${factor} times ${rateMicroUsd} is no whole micro-dollar.`);
  return Number(product / 1_000_000n);
}

function microUsd(model: string, text: string): number {
  const micro = microUsdOf(text);
  if (micro === null) throw new Error(`The price list cannot be read: ${model} has "${text}".`);
  return micro;
}
