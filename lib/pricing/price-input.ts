import { z } from 'zod';
import { microUsdOf } from './micro-usd.ts';
import type { Price, Rates } from './schema.ts';

/** US dollars per million tokens, such as `0.15`: at most six places, which are whole micro-dollars. */
const UsdPerMillion = z
  .string()
  .trim()
  .transform((text, context) => {
    const micro = microUsdOf(text);
    if (micro !== null) return micro;
    context.addIssue({
      code: 'custom',
      message: 'Write US dollars per million tokens, such as 0.15, with at most six places.',
    });
    return z.NEVER;
  });

const CachedUsd = z.union([z.literal(''), UsdPerMillion]).default('');
const Day = z.iso.date('Write a day as 2026-11-20.');

/** What a person enters about a price, as text: dollars per million tokens, real time and batch. */
export const PriceInput = z
  .object({
    model: z.string().trim().min(1, 'Name the model.').max(200),
    realtimeInputUsd: UsdPerMillion,
    /** Empty: cached tokens cost what others do. */
    realtimeCachedUsd: CachedUsd,
    realtimeOutputUsd: UsdPerMillion,
    batchInputUsd: UsdPerMillion,
    batchCachedUsd: CachedUsd,
    batchOutputUsd: UsdPerMillion,
    validFrom: Day,
    validTo: z.union([z.literal(''), Day]).default(''),
    source: z.string().trim().min(1, 'Say where this price comes from, such as the contract.').max(200),
  })
  .refine((input) => input.validTo === '' || input.validFrom <= input.validTo, {
    path: ['validTo'],
    message: 'The last day is before the first.',
  });
export type PriceInput = z.infer<typeof PriceInput>;

/** The price such an entry stands for, as a run freezes it. `listed` is the list's own, which knows what the form does not ask. */
export function priceOfInput(input: PriceInput, listed: Price | null): Price {
  return {
    model: input.model,
    asOf: input.validFrom,
    realtime: ratesOf(input.realtimeInputUsd, input.realtimeCachedUsd, input.realtimeOutputUsd),
    batch: ratesOf(input.batchInputUsd, input.batchCachedUsd, input.batchOutputUsd),
    // Somebody who agreed on a price of their own agreed on it for every length.
    longInput: null,
    contextTokens: listed?.contextTokens ?? null,
    note: `Entered in this workspace: ${input.source}`,
  };
}

function ratesOf(input: number, cached: number | '', output: number): Rates {
  return { inputMicroUsd: input, cachedInputMicroUsd: cached === '' ? input : cached, outputMicroUsd: output };
}
