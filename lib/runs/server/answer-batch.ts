import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { log } from '#lib/platform/log.ts';
import { noteProviderError } from '#lib/providers/server/note-error.ts';
import { type AnswerLine, ProviderError } from '#lib/providers/server/provider.ts';
import { FLEX_IS_LATE, leaveFlexBeforeMs } from '#lib/runs/deadline.ts';
import { MAX_NOW_ROWS } from '#lib/runs/limits.ts';
import { applyAnswers, type JudgedAnswer } from './answer-store.ts';
import type { EngineBatch } from './batch-queries.ts';
import { compileJudge } from './judge-answer.ts';
import { compilePackJudge } from './judge-pack.ts';
import { listLeftRows } from './now-price.ts';
import { leaveFlex, type NowStop, stepAfterStop } from './now-trouble.ts';
import { isRecalled, releaseUnasked } from './recall-batch.ts';
import { renderLines } from './request-lines.ts';
import { rowsOfLines } from './row-lines.ts';
import { takeSample } from './run-samples.ts';
import { type Hold, holdSending } from './sent-requests.ts';
import { settleBatch } from './settle-batch.ts';
import { next, over, type Step, type StepContext, wait } from './step.ts';
import { lineSourceOf } from './upload-batch.ts';

/** Requests of one batch that are under way at a time. */
const AT_ONCE = 8;
/** A turn ends after so long, so that other batches get their turn in this worker's hands. */
const TURN_MS = 20_000;
const BETWEEN_TURNS_MS = 700;
const HELD_ELSEWHERE_MS = 1_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** A worker that was stopped for longer than this after its note must not make the call any more. */
const MAX_PAUSE_BEFORE_CALL_MS = 5_000;
/** Flex is slow by design: the provider's own advice. */
const WITHIN_MS = { flex: 900_000, standard: 600_000 } as const;
/** So many answers lost one after the other are no accident. */
const MOST_LOST = 3;
/** Before an answer that is paid for is written again, when the database did not take it. */
const WRITE_PAUSES_MS = [200, 1_000, 3_000, 6_000];

const NOTHING_ODD = { unknown: 0, repeated: 0, invented: 0 };

/**
 * Asks for the rows of a batch one by one, a few at a time. Before each request a note of it is committed; with its answer the
 * note goes. So whoever is killed in between leaves a note, and that row is never sent again by itself: it fails in plain words.
 */
export async function answerBatch(context: StepContext): Promise<Step> {
  const { batch } = context;
  const pauseMs = (batch.nextTryAt?.getTime() ?? 0) - nowMs();
  if (pauseMs > 0) return wait(Math.min(pauseMs, LONGEST_PAUSE_MS));
  return inHand(batch, async (hold) => {
    if (await isFlexLate(batch)) return leaveFlex(batch, FLEX_IS_LATE);
    if (isRecalled(batch)) {
      await releaseUnasked(batch);
    } else {
      const stop = await askForRows(context, hold);
      failPoint('now.before-sample');
      await takeSample(db(), batch.runId);
      if (stop) return stop.kind === 'turn' ? wait(BETWEEN_TURNS_MS) : stepAfterStop(batch, stop);
    }
    failPoint('now.before-settle');
    await settleBatch(batch, NOTHING_ODD);
    failPoint('now.after-settle');
    return next;
  });
}

/** Its run sends nothing more: what was asked for is settled, and the rest is canceled or waits for the run to go on. */
export async function stopAnswering(batch: EngineBatch): Promise<Step> {
  if (batch.run.status !== 'canceling') return over;
  return inHand(batch, async () => {
    failPoint('now.before-cancel');
    await settleBatch({ ...batch, outcome: 'canceled' }, NOTHING_ODD);
    return next;
  });
}

/** Flex is left for the real-time price while there is still time to be answered at it. */
async function isFlexLate({ lane, runId, run }: EngineBatch): Promise<boolean> {
  if (lane !== 'flex' || run.lane !== 'flex' || run.deadlineAt === null) return false;
  const left = await listLeftRows(db(), runId, MAX_NOW_ROWS);
  return nowMs() >= run.deadlineAt.getTime() - leaveFlexBeforeMs(left.length);
}

async function inHand(batch: EngineBatch, work: (hold: Hold) => Promise<Step>): Promise<Step> {
  failPoint('now.before-hold');
  const hold = await holdSending(batch);
  if (!hold) return wait(HELD_ELSEWHERE_MS);
  try {
    failPoint('now.after-hold');
    const lost = await hold.listLost();
    if (lost.length > 0) await write(batch, hold, lost.map(lostAnswer));
    failPoint('now.after-lost');
    return await work(hold);
  } finally {
    await hold.release().catch((err: unknown) => log().warn({ err }, 'A batch was not let go; its time runs out.'));
  }
}

type Turn = StepContext & { hold: Hold; judge: (rows: readonly number[], line: AnswerLine) => JudgedAnswer[] };
/** The rows one request asks for: one, or several that are asked together. */
type Request = { rows: readonly number[]; line: string };

/** Null when every row was asked for, or why the rest was not. */
async function askForRows(context: StepContext, hold: Hold): Promise<NowStop | null> {
  const { batch, provider, signal } = context;
  const turn: Turn = { ...context, hold, judge: judgeOf(batch) };
  const source = { ...lineSourceOf(batch, provider, null), costs: null, maxBytes: Number.POSITIVE_INFINITY };
  const flying = new Set<Promise<void>>();
  const until = performance.now() + TURN_MS;
  const broken: { error: unknown }[] = [];
  let [answered, lostInRow] = [0, 0];
  let stop: NowStop | null = null;
  const note = (end: NowStop | 'answered' | 'lost') => {
    if (end === 'answered') [answered, lostInRow] = [answered + 1, 0];
    else if (end === 'lost') lostInRow += 1;
    else stop ??= end;
    if (lostInRow >= MOST_LOST) stop ??= { kind: 'lost' };
  };
  const { chunks, result } = renderLines(source);
  for await (const { rowIndex, line } of rowsOfLines(chunks, batch.submissionId)) {
    if (flying.size >= AT_ONCE) await Promise.race(flying);
    if (signal.aborted || performance.now() > until) note({ kind: 'turn' });
    if (stop !== null || broken.length > 0) break;
    const flight: Promise<void> = askFor(turn, { rows: result.packs?.get(rowIndex) ?? [rowIndex], line })
      .then(note, (error: unknown) => void broken.push({ error }))
      .finally(() => flying.delete(flight));
    flying.add(flight);
  }
  await Promise.all(flying);
  if (broken[0]) throw broken[0].error;
  return withAnswered(stop, answered);
}

/** A refusal after answers is the first in a row. */
function withAnswered(stop: NowStop | null, answered: number): NowStop | null {
  return stop?.kind === 'refused' ? { ...stop, isFirst: answered > 0 } : stop;
}

function judgeOf(batch: EngineBatch): Turn['judge'] {
  const [one, several] = [compileJudge(batch.run, batch.lane), compilePackJudge(batch, batch.lane)];
  if (batch.rowsPerRequest > 1) return (rows, line) => several(rows, line).answers;
  return (rows, line) => rows.map((rowIndex) => one(rowIndex, line));
}

async function askFor(turn: Turn, { rows, line }: Request): Promise<NowStop | 'answered' | 'lost'> {
  const { batch, provider, hold, judge } = turn;
  const tier = batch.lane === 'flex' ? 'flex' : 'standard';
  const since = performance.now();
  failPoint('now.before-mark');
  if (!(await markAll(turn, rows))) return { kind: 'stopped' };
  failPoint('now.after-mark');
  if (performance.now() - since > MAX_PAUSE_BEFORE_CALL_MS) {
    await unmarkAll(hold, rows);
    return { kind: 'turn' };
  }
  try {
    const answer = await provider.answerNow(line, { tier, withinMs: WITHIN_MS[tier] });
    failPoint('now.after-answer');
    await write(batch, hold, judge(rows, answer));
    failPoint('now.after-write');
    return 'answered';
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await noteProviderError(error);
    failPoint('now.before-unmark');
    if (error.outcome === 'refused') {
      await unmarkAll(hold, rows);
      return { kind: 'refused', error, isFirst: false };
    }
    await write(batch, hold, rows.map(lostAnswer));
    return 'lost';
  }
}

/** Each row of a request is noted before it goes out; if one may not be sent, none is. */
async function markAll({ hold, batch }: Turn, rows: readonly number[]): Promise<boolean> {
  for (const [index, rowIndex] of rows.entries()) {
    if (await hold.markSent(rowIndex, batch.lane)) continue;
    await unmarkAll(hold, rows.slice(0, index));
    return false;
  }
  return true;
}

async function unmarkAll(hold: Hold, rows: readonly number[]): Promise<void> {
  for (const rowIndex of rows) await hold.unmark(rowIndex);
}

function lostAnswer(rowIndex: number): JudgedAnswer {
  return {
    ...{ rowIndex, cause: 'answer_lost', transient: false, outputs: null, rawAnswer: null },
    message: 'It was asked for, and no answer came back. It may have been answered and billed all the same.',
    ...{ inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costPicoUsd: null, realtimePicoUsd: null },
    ...{ isLong: false, isUnpriced: false, isRealtime: true },
  };
}

/** An answer that is paid for is not given up because the database was away for a moment. */
async function write(batch: EngineBatch, hold: Hold, answers: readonly JudgedAnswer[]): Promise<void> {
  const options = {
    ...{ runIsCanceling: false, isRecalled: false, hasSameRows: batch.run.sameRows > 0 },
    holder: hold.holder,
  };
  for (const pauseMs of [...WRITE_PAUSES_MS, null]) {
    try {
      await applyAnswers(batch, answers, options);
      return;
    } catch (error) {
      if (error instanceof AppError || pauseMs === null) throw error;
      await sleep(pauseMs);
    }
  }
}
