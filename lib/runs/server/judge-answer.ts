import { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import type { Lane } from '#lib/platform/db/generated/enums.ts';
import { type FailureCause, isTransient } from '#lib/providers/failure-causes.ts';
import type { AnswerLine } from '#lib/providers/server/provider.ts';
import { usdCosts } from '#lib/runs/answer-cost.ts';
import { type AnswerProblem, compileAnswerParser } from '#lib/templates/parse-answer.ts';
import { Output } from '#lib/templates/schema.ts';
import type { JudgedAnswer } from './answer-store.ts';

export const CAUSE_OF: Record<AnswerProblem, FailureCause> = {
  answer_empty: 'empty_answer',
  answer_not_valid_json: 'bad_format',
  answer_not_in_labels: 'not_in_list',
};

/** What a model said and its rules made of no use, and what a gateway lost on the way: written, and billed. */
const SAID: readonly FailureCause[] = ['cut_off', 'refused', 'content_policy', 'empty_answer'];

const UNKNOWN_COST = { costPicoUsd: null, realtimePicoUsd: null, isLong: false, isUnpriced: true };

/** Whether an answer was billed without a word on its tokens: what it cost is unknown, which is not the same as nothing. */
export function isUnpriced({ usage, answer }: AnswerLine): boolean {
  return usage === null && (answer.kind === 'content' || SAID.includes(answer.cause));
}

export const NO_USAGE = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

/** Makes the judge of a run's answers: success means a usable answer, not merely an answer. Whatever was billed is booked. */
export function compileJudge(
  run: { output: unknown; price: unknown },
  lane: Lane = 'batch',
): (rowIndex: number, line: AnswerLine) => JudgedAnswer {
  const parse = compileAnswerParser(Output.parse(run.output));
  const price = run.price === null ? null : Price.parse(run.price);
  return (rowIndex, line) => {
    const verdict = judge(line, parse);
    const usage = line.usage ?? NO_USAGE;
    // Whatever was asked for, what it says it was answered by is what is billed; where it does not say, the dearer.
    const isRealtime = lane !== 'batch' && line.tier !== 'flex';
    if (isUnpriced(line)) return { rowIndex, ...verdict, ...usage, ...UNKNOWN_COST, isRealtime };
    return {
      rowIndex,
      ...verdict,
      ...usage,
      ...usdCosts(usage, price, { isKept: verdict.cause === null, isRealtime }),
      isUnpriced: false,
      isRealtime,
    };
  };
}

export type Verdict = Pick<JudgedAnswer, 'cause' | 'transient' | 'message' | 'outputs' | 'rawAnswer'>;

function judge({ answer }: AnswerLine, parse: ReturnType<typeof compileAnswerParser>): Verdict {
  if (answer.kind === 'failure') return failure(answer.cause, answer.message, answer.content ?? null);
  const parsed = parse(answer.content);
  if (parsed.ok) return { cause: null, transient: false, message: null, outputs: parsed.values, rawAnswer: null };
  return failure(CAUSE_OF[parsed.code], parsed.message, answer.content);
}

export function failure(cause: FailureCause, message: string, content: string | null): Verdict {
  return { cause, transient: isTransient(cause), message, outputs: null, rawAnswer: content };
}
