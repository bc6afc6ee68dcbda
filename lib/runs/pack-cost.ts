import type { PicoUsd } from '#lib/money.ts';
import { longestAnswerTokens } from '#lib/pricing/answer-limit.ts';
import { costOf, type Lane } from '#lib/pricing/cost.ts';
import type { OutputAssumption } from '#lib/pricing/output-assumption.ts';
import type { Price } from '#lib/pricing/schema.ts';
import { MAX_ROWS_PER_REQUEST } from './limits.ts';

/** What requests are made of, in tokens, on average. */
export type PackParts = {
  /** Input of a request of one row. */
  aloneTokens: number;
  /** What the rows of a request share, and what each adds to it. */
  sharedTokens: number;
  rowTokens: number;
  /** What an answer takes more when it stands among others, and what stands around all of them. */
  entryTokens: number;
  wrapperTokens: number;
};

type Answers = Pick<OutputAssumption, 'lowTokens' | 'expectedTokens' | 'highTokens'>;
export type PackedRun = {
  rows: number;
  rowsPerRequest: number;
  parts: PackParts;
  answers: Answers;
  price: Price | null;
};

export type PackedCost = {
  lowPicoUsd: PicoUsd;
  expectedPicoUsd: PicoUsd;
  highPicoUsd: PicoUsd;
  realtimePicoUsd: PicoUsd;
  savedPicoUsd: PicoUsd;
};

/** Input tokens of a run whose rows share requests, about. */
export function packedInputTokens({ rows, rowsPerRequest, parts }: Omit<PackedRun, 'answers' | 'price'>): number {
  if (rowsPerRequest === 1) return Math.round(rows * parts.aloneTokens);
  return Math.round(Math.ceil(rows / rowsPerRequest) * parts.sharedTokens + rows * parts.rowTokens);
}

/** What such a run costs, about; each request is priced on its own, so tiers are met. Null where the price is unknown. */
export function packedCost(run: PackedRun): PackedCost | null {
  const { price, answers } = run;
  if (!price) return null;
  const cost = (lane: Lane, answerTokens: number) => costOfRun({ ...run, price }, lane, answerTokens);
  const expectedPicoUsd = cost('batch', answers.expectedTokens);
  const realtimePicoUsd = cost('realtime', answers.expectedTokens);
  return {
    lowPicoUsd: cost('batch', answers.lowTokens),
    expectedPicoUsd,
    highPicoUsd: cost('batch', answers.highTokens),
    realtimePicoUsd,
    savedPicoUsd: realtimePicoUsd - expectedPicoUsd,
  };
}

function costOfRun(run: PackedRun & { price: Price }, lane: Lane, answerTokens: number): PicoUsd {
  const { rows, rowsPerRequest, parts, price } = run;
  const costOfRequest = (inIt: number) => {
    const isAlone = rowsPerRequest === 1;
    const inputTokens = Math.round(isAlone ? parts.aloneTokens : parts.sharedTokens + inIt * parts.rowTokens);
    const outputTokens = Math.round(
      isAlone ? answerTokens : parts.wrapperTokens + inIt * (answerTokens + parts.entryTokens),
    );
    return costOf({ inputTokens, cachedInputTokens: 0, outputTokens }, price, lane);
  };
  const full = Math.floor(rows / rowsPerRequest);
  const rest = rows % rowsPerRequest;
  return BigInt(full) * costOfRequest(rowsPerRequest) + (rest === 0 ? 0n : costOfRequest(rest));
}

/** Numbers a person would choose. Models answer fewer rows at a time better, so more are only recommended for good money. */
const CHOICES = [2, 3, 5, 10, 15, 20, 30, MAX_ROWS_PER_REQUEST] as const;
/** Less than this part of the cost is not worth another way of asking. */
const WORTH_PERCENT = 10n;
/** The smallest number of rows is recommended that brings so much of what the largest would. */
const NEARLY_ALL_PERCENT = 85n;
/** A request uses at most so much of what its model can read and write: both are guesses. */
const ROOM = 0.5;
/** Free text is easily mixed up from one row to the next. */
const MOST_TEXTS = 10;

/**
 * How many rows to put into one request, from the tokens of its parts; null where it would save little or nothing, or where it
 * is not known. Everything that a request could grow too large for is kept well away from.
 */
export function recommendRowsPerRequest(
  run: Omit<PackedRun, 'rowsPerRequest'> & { outputKind: 'text' | 'label' },
): number | null {
  const { rows, price } = run;
  const alone = packedCost({ ...run, rowsPerRequest: 1 });
  if (!price || !alone) return null;
  const fitting = CHOICES.filter((choice) => choice <= rows && fits(choice, { ...run, price }));
  const savings = fitting.map(
    (choice) => alone.expectedPicoUsd - (packedCost({ ...run, rowsPerRequest: choice })?.expectedPicoUsd ?? 0n),
  );
  const at = savings.findIndex((saving) => savings.every((most) => saving * 100n >= most * NEARLY_ALL_PERCENT));
  const [choice, saving] = [fitting[at], savings[at]];
  if (choice === undefined || saving === undefined || saving * 100n < alone.expectedPicoUsd * WORTH_PERCENT)
    return null;
  return saving > 0n ? choice : null;
}

function fits(
  choice: number,
  {
    parts,
    answers,
    price,
    outputKind,
  }: Omit<PackedRun, 'rowsPerRequest' | 'price'> & { price: Price; outputKind: string },
): boolean {
  if (outputKind === 'text' && choice > MOST_TEXTS) return false;
  const input = parts.sharedTokens + choice * parts.rowTokens;
  const output = choice * (answers.highTokens + parts.entryTokens) + parts.wrapperTokens;
  const longest = longestAnswerTokens(price, undefined);
  if (longest !== null && output > longest * ROOM) return false;
  if (price.contextTokens !== null && input + output > price.contextTokens * ROOM) return false;
  // Beyond it every token costs more.
  return price.longInput === null || input <= price.longInput.overInputTokens * ROOM;
}
