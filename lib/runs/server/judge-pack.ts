import { Price } from '#lib/pricing/schema.ts';
import 'server-only';
import type { Lane } from '#lib/platform/db/generated/enums.ts';
import { costAt, isLongRequest, ratesOf } from '#lib/pricing/cost.ts';
import { type FailureCause, isTransient } from '#lib/providers/failure-causes.ts';
import type { AnswerLine } from '#lib/providers/server/provider.ts';
import { splitEvenly } from '#lib/runs/packing.ts';
import { compilePackedParser, type PackedEntry } from '#lib/templates/parse-packed.ts';
import { Output } from '#lib/templates/schema.ts';
import type { JudgedAnswer } from './answer-store.ts';
import { CAUSE_OF, failure, isUnpriced, NO_USAGE, type Verdict } from './judge-answer.ts';
import { rowKey } from './row-key.ts';

/** Causes that may be another row's doing, or come of asking for so many at once: a smaller request may well do. */
const OF_COMPANY: readonly FailureCause[] = [
  'too_long',
  'cut_off',
  'refused',
  'content_policy',
  'not_in_list',
  'bad_format',
  'invalid_request',
];

/** What a model said is kept with each of its rows; it is the answer to all of them, so only its beginning. */
const MAX_KEPT_CHARS = 2_000;

export type JudgedPack = { answers: JudgedAnswer[]; invented: number };

/**
 * Makes the judge of answers to several rows: of each row by its key, and of what was billed for all of them. Tokens and cost are
 * those of the whole request, split evenly over its rows, answered or not, so that they add up to the last token.
 */
export function compilePackJudge(
  batch: { submissionId: string; run: { output: unknown; price: unknown } },
  lane: Lane = 'batch',
): (rows: readonly number[], line: AnswerLine) => JudgedPack {
  const parse = compilePackedParser(Output.parse(batch.run.output));
  const price = batch.run.price === null ? null : Price.parse(batch.run.price);
  return (rows, line) => {
    const keys = rows.map((row) => rowKey(batch.submissionId, row));
    const { verdicts, invented } = judge(line, keys, parse);
    const isRealtime = lane !== 'batch' && line.tier !== 'flex';
    const shares = shareOut(line, rows.length, { price, isRealtime });
    const answers = rows.flatMap((rowIndex, index) => {
      const [verdict, share] = [verdicts[index], shares[index]];
      if (!verdict || !share) return [];
      // What was paid for and thrown away would not have cost anything in real time: see savings.ts.
      const isKept = verdict.cause === null || isRealtime || share.realtimePicoUsd === null;
      const realtimePicoUsd = isKept ? share.realtimePicoUsd : '0';
      return [{ rowIndex, ...verdict, ...share, realtimePicoUsd }];
    });
    return { answers, invented };
  };
}

type Judged = { verdicts: Verdict[]; invented: number };

function judge({ answer }: AnswerLine, keys: readonly string[], parse: ReturnType<typeof compilePackedParser>): Judged {
  const all = (cause: FailureCause, message: string, content: string | undefined): Judged => {
    const verdict = failedTogether(cause, message, { rows: keys.length, content });
    return { verdicts: keys.map(() => verdict), invented: 0 };
  };
  if (answer.kind === 'failure') return all(answer.cause, answer.message, answer.content);
  const parsed = parse(answer.content, new Set(keys));
  if (!parsed.ok) return all('bad_format', parsed.message, answer.content);
  const verdicts = keys.map((key) =>
    verdictOf(parsed.entries.get(key), { rows: keys.length, content: answer.content }),
  );
  return { verdicts, invented: parsed.invented };
}

type Pack = { rows: number; content: string | undefined };

function verdictOf(entry: PackedEntry | undefined, pack: Pack): Verdict {
  if (entry === undefined)
    return failedTogether('left_out', 'The model answered other rows of its request and not this one.', pack);
  if (entry === 'twice') return failedTogether('answered_twice', 'The model gave this row two answers.', pack);
  if (entry.ok) return { cause: null, transient: false, message: null, outputs: entry.values, rawAnswer: null };
  return failedTogether(CAUSE_OF[entry.code], entry.message, pack);
}

function failedTogether(cause: FailureCause, message: string, { rows, content }: Pack): Verdict {
  const kept = content === undefined ? null : content.slice(0, MAX_KEPT_CHARS).toWellFormed();
  if (rows === 1) return failure(cause, message, kept);
  const others = rows === 2 ? '1 other row' : `${rows - 1} other rows`;
  const told = `${message} It was asked together with ${others}.`;
  return { ...failure(cause, told, kept), transient: isTransient(cause) || OF_COMPANY.includes(cause) };
}

type Share = Omit<JudgedAnswer, 'rowIndex' | keyof Verdict>;

/**
 * What each row bears of its request, in row order. Its cost is that of its tokens, at the rates of the whole request: so what
 * some of the rows cost together can be worked out from their tokens.
 */
function shareOut(
  line: AnswerLine,
  rows: number,
  { price, isRealtime }: { price: Price | null; isRealtime: boolean },
): Share[] {
  const usage = line.usage ?? NO_USAGE;
  const unpriced = isUnpriced(line);
  const isLong = price !== null && !unpriced && isLongRequest(usage, price);
  const tokens = (amount: number) => splitEvenly(BigInt(amount), rows).map(Number);
  const [input, cached, output] = [usage.inputTokens, usage.cachedInputTokens, usage.outputTokens].map(tokens);
  return Array.from({ length: rows }, (_, index) => {
    const share = {
      inputTokens: input?.[index] ?? 0,
      cachedInputTokens: cached?.[index] ?? 0,
      outputTokens: output?.[index] ?? 0,
    };
    const costIn = (lane: 'batch' | 'realtime') =>
      price === null || unpriced ? null : String(costAt(share, ratesOf(price, lane, isLong)));
    const [costPicoUsd, realtimePicoUsd] = [costIn(isRealtime ? 'realtime' : 'batch'), costIn('realtime')];
    return { ...share, costPicoUsd, realtimePicoUsd, isLong, isUnpriced: unpriced, isRealtime };
  });
}
