import type { Price } from './schema.ts';

/** The longest answer a model gives, thoughts included, as its maker states it. Every other one is bounded by its context. */
const LONGEST_ANSWER_TOKENS = new Map([
  ['gpt-4o-mini', 16_384],
  ['gpt-4o', 16_384],
  ['gpt-4.1', 32_768],
  ['gpt-4.1-mini', 32_768],
  ['gpt-4.1-nano', 32_768],
  ['gpt-5', 128_000],
  ['gpt-5-mini', 128_000],
  ['gpt-5-nano', 128_000],
  ['gpt-5.1', 128_000],
  ['gpt-5.2', 128_000],
  ['o1', 100_000],
  ['o3', 100_000],
  ['o3-pro', 100_000],
  ['o3-mini', 100_000],
  ['o4-mini', 100_000],
]);

/** How many tokens one answer may have at the most: the limit every request carries, or the model's own. Null: not known. */
export function longestAnswerTokens(price: Price, maxOutputTokens: number | undefined): number | null {
  return maxOutputTokens ?? LONGEST_ANSWER_TOKENS.get(price.model) ?? price.contextTokens;
}
