import { z } from 'zod';

const MicroUsd = z.int().min(0);

/** Micro-dollars per million tokens, which times whole tokens is whole pico-dollars. */
export const Rates = z.strictObject({
  inputMicroUsd: MicroUsd,
  cachedInputMicroUsd: MicroUsd,
  outputMicroUsd: MicroUsd,
});
export type Rates = z.infer<typeof Rates>;

/** A model's dated price. Plain JSON, because a run keeps a frozen copy of the one it was launched with. */
export const Price = z.strictObject({
  model: z.string(),
  asOf: z.iso.date(),
  realtime: Rates,
  batch: Rates,
  /** What a request costs once it has more input tokens than `overInputTokens`, or null. */
  longInput: z.strictObject({ overInputTokens: z.int().positive(), realtime: Rates, batch: Rates }).nullable(),
  contextTokens: z.int().positive().nullable(),
  note: z.string().nullable(),
  /** Where it was read; absent on prices frozen before it was kept, and on those a workspace entered. */
  source: z.string().optional(),
});
export type Price = z.infer<typeof Price>;
