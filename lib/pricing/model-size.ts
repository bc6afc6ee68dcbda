import type { Price } from './schema.ts';

/** How much a model can, in the words of its price: makers price their models by what they can. */
export const MODEL_SIZES = ['small', 'medium', 'large', 'largest'] as const;
export type ModelSize = (typeof MODEL_SIZES)[number];

/** Batch output price, in micro-dollars per million tokens, from which a model is more than the size before. */
const FROM = { medium: 1_000_000, large: 3_000_000, largest: 15_000_000 };

export function sizeOf({ batch }: Price): ModelSize {
  if (batch.outputMicroUsd >= FROM.largest) return 'largest';
  if (batch.outputMicroUsd >= FROM.large) return 'large';
  return batch.outputMicroUsd >= FROM.medium ? 'medium' : 'small';
}
