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

/** For whom, from when and by what word a price counts. */
const AGREED = {
  /** The one connection it was agreed for; empty: all of them. */
  connectionId: z.string().max(100).default(''),
  validFrom: Day,
  validTo: z.union([z.literal(''), Day]).default(''),
  source: z.string().trim().min(1, 'Say where this price comes from, such as the contract.').max(200),
};

const BACKWARD = { path: ['validTo'], message: 'The last day is before the first.' };

function isForward({ validFrom, validTo }: { validFrom: string; validTo: string }): boolean {
  return validTo === '' || validFrom <= validTo;
}

/** Percent as hundredths of one, at most two places: `12.5` is 1250. */
const Percent = z
  .string()
  .trim()
  .regex(/^\d{1,2}(\.\d{1,2})?$/, 'Write a percentage below 100, such as 10 or 12.5.')
  .transform((text) => {
    const [whole = '', places = ''] = text.split('.');
    return Number(whole) * 100 + Number(places.padEnd(2, '0'));
  })
  .refine((hundredths) => hundredths > 0, 'Write a percentage above 0.');

/** So many percent off the list, of one model of it or of all. */
export const DiscountInput = z
  .object({
    /** Empty: every model of the list. */
    model: z.string().trim().max(200).default(''),
    percent: Percent,
    ...AGREED,
  })
  .refine(isForward, BACKWARD);
export type DiscountInput = z.infer<typeof DiscountInput>;

/**
 * The exact price that so many hundredths of a percent off the list come to on the day it begins, batch and real time and of
 * long requests alike: whole micro-dollars per million tokens, halves up.
 */
export function discounted(listed: Price, { percent, validFrom, source }: DiscountInput): Price {
  const off = (rate: number) => Number((BigInt(rate) * BigInt(10_000 - percent) + 5_000n) / 10_000n);
  const rates = ({ inputMicroUsd, cachedInputMicroUsd, outputMicroUsd }: Rates): Rates => ({
    inputMicroUsd: off(inputMicroUsd),
    cachedInputMicroUsd: off(cachedInputMicroUsd),
    outputMicroUsd: off(outputMicroUsd),
  });
  const { model, realtime, batch, longInput, contextTokens } = listed;
  return {
    ...{ model, asOf: validFrom, realtime: rates(realtime), batch: rates(batch), contextTokens },
    longInput: longInput && { ...longInput, realtime: rates(longInput.realtime), batch: rates(longInput.batch) },
    note: `Entered in this workspace: ${percent / 100} % off the list as of ${listed.asOf}, ${source}`,
  };
}

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
    ...AGREED,
  })
  .refine(isForward, BACKWARD);
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
