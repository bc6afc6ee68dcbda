import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

const NO_SPECIAL_TOKENS = { disallowedSpecial: new Set<string>() };
const MAX_RUN = 500;
const MAX_COUNTED = 60_000;
const MAX_REMEMBERED = 500;

/** The same instruction and schema stand in every request of a batch: counted once. */
const remembered = new Map<string, number>();

/** Tokens of a text that many requests share. */
export function sharedTokens(text: string): number {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const tokens = tokensOf(text);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(text, tokens);
  return tokens;
}

/**
 * Tokens of a text. Exact up to 60,000 characters; beyond that its beginning is counted and scaled up, because
 * one huge cell must not hold up everybody else.
 */
export function tokensOf(text: string): number {
  if (text.length <= MAX_COUNTED) return countWithoutLongRuns(text);
  const counted = countWithoutLongRuns(text.slice(0, MAX_COUNTED));
  return Math.round((counted * text.length) / MAX_COUNTED);
}

/** The longest beginning of a text that is at most `limit` tokens, cut between words where possible. */
export function firstTokens(text: string, limit: number): string {
  if (limit <= 0) return '';
  let kept = text.slice(0, limit * 8);
  while (kept !== '' && tokensOf(kept) > limit) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  return kept;
}

/** The tokenizer's work grows with the square of an unbroken run, so runs are cut first. */
function countWithoutLongRuns(text: string): number {
  if (text.length <= MAX_RUN || !/\S{501}/.test(text)) return countTokens(text, NO_SPECIAL_TOKENS);
  let tokens = 0;
  for (const [piece] of text.matchAll(/\s*\S{1,500}|\s+/g)) tokens += countTokens(piece, NO_SPECIAL_TOKENS);
  return tokens;
}
