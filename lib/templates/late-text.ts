import { fixedFirst } from './fixed-first.ts';
import { holeFor } from './holes.ts';
import { type Segment, scanPrompt } from './scan.ts';
import type { Prompt } from './schema.ts';

/** A provider keeps the beginning of a request for the next one from so many tokens on. */
export const MIN_CACHED_TOKENS = 1_024;

/** Text that is the same in every request and stands behind the first column, so that no provider can keep it from one to the next. */
export type LateText = {
  /** The column it stands behind, as it is written. */
  hole: string;
  tokens: number;
  /** How many more tokens of a request would be kept if it stood first. */
  gainTokens: number;
  /** The instruction with its fixed paragraphs first; null where moving them might change what is said. */
  reordered: string | null;
};

/** What stands before the instruction in every request, and how tokens are counted. */
export type RequestParts = {
  guide: string | null;
  schema: object | null;
  countTokens: (text: string) => number;
};

/**
 * Finds what keeps a provider from charging its cached price: a request is the answer's schema, the system text with what labels mean,
 * and the instruction, and only what is the same from its very beginning is kept. Null where too little is fixed to be kept at all, or
 * moving it would not let much more be kept.
 */
export function findLateText(prompt: Prompt, columns: readonly string[], parts: RequestParts): LateText | null {
  const now = measure(prompt, columns, parts);
  const gainTokens = kept(now.lead + now.behind) - kept(now.lead);
  if (now.hole === null || gainTokens < MIN_CACHED_TOKENS) return null;
  const moved = fixedFirst(prompt.user, columns);
  const then = moved === null ? null : measure({ ...prompt, user: moved }, columns, parts);
  const isBetter = then !== null && kept(then.lead) - kept(now.lead) >= MIN_CACHED_TOKENS;
  return { hole: now.hole, tokens: now.behind, gainTokens, reordered: isBetter ? moved : null };
}

function kept(tokens: number): number {
  return tokens >= MIN_CACHED_TOKENS ? tokens : 0;
}

/** Tokens before the first column, and the fixed ones behind it. */
function measure(prompt: Prompt, columns: readonly string[], { guide, schema, countTokens }: RequestParts) {
  let hole: string | null = null;
  let lead = schema ? countTokens(JSON.stringify(schema)) : 0;
  let behind = 0;
  const system = prompt.system?.trim() ? prompt.system : '';
  for (const part of [...partsOf(system, columns), { fixed: guide ?? '' }, ...partsOf(prompt.user, columns)]) {
    if ('hole' in part) hole ??= part.hole;
    else if (hole === null) lead += countTokens(part.fixed);
    else behind += countTokens(part.fixed);
  }
  return { hole, lead, behind };
}

type Part = { fixed: string } | { hole: string };

const OPENS = /^\{%-?\s*(?:if|unless|for|case|tablerow|capture)\b/;
const CLOSES = /^\{%-?\s*end/;

/** A text in what is fixed and what is not. What stands inside a condition or a loop may be there in one row and not in the next. */
function partsOf(source: string, columns: readonly string[]): Part[] {
  let depth = 0;
  return scanPrompt(source, columns).map((segment): Part => {
    const text = source.slice(segment.start, segment.end);
    if (segment.kind === 'text' && depth === 0) return { fixed: text };
    if (OPENS.test(text)) depth += 1;
    if (CLOSES.test(text)) depth -= 1;
    return { hole: nameOf(segment, text, columns) };
  });
}

function nameOf(segment: Segment, text: string, columns: readonly string[]): string {
  return segment.kind === 'hole' ? holeFor(columns[segment.columnIndex] ?? '') : text;
}
