import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { linesOf } from '#lib/platform/stream/lines.ts';
import type { AnswerLine } from '#lib/providers/server/provider.ts';
import { rowIndexOf } from '#lib/runs/request-key.ts';
import { applyAnswers, type JudgedAnswer } from './answer-store.ts';
import type { EngineBatch } from './batch-queries.ts';
import { listPacks } from './item-packs.ts';
import { compileJudge } from './judge-answer.ts';
import { compilePackJudge } from './judge-pack.ts';
import { isMissing, lookAgain } from './missing-batch.ts';
import { isRecalled } from './recall-batch.ts';
import { settleBatch } from './settle-batch.ts';
import { next, type Step, type StepContext } from './step.ts';

const CHUNK_ANSWERS = 10_000;
/** A chunk is held in several forms at once, and the next one is read meanwhile: memory is many times this. */
const CHUNK_CHARS = 8 * 1024 * 1024;

/** Answers that were set aside in one reading of both files. */
export type Oddities = { unknown: number; repeated: number; invented: number };

/**
 * Reads both result files as streams and applies every answer to its row, matched by key alone. Running it again changes
 * nothing: an item that has its answer keeps it. What neither file mentions is settled as missing, and the batch is over.
 */
export async function ingestBatch(context: StepContext): Promise<Step> {
  const { batch } = context;
  const seen = new Set<number>();
  const odd: Oddities = { unknown: 0, repeated: 0, invented: 0 };
  const missing: string[] = [];
  failPoint('ingest.before-run');
  const run = await db().run.findUniqueOrThrow({ where: { id: batch.runId }, select: { status: true } });
  const options = {
    runIsCanceling: run.status === 'canceling',
    isRecalled: isRecalled(batch),
    hasSameRows: batch.run.sameRows > 0,
  };
  failPoint('ingest.before-read');
  await applyInTurn(answersOfBoth(context, seen, odd, missing), async (answers) => {
    odd.unknown += await applyAnswers(batch, answers, options);
  });
  if (missing.length > 0)
    return lookAgain(batch, `The provider has no result file ${missing.join(' and ')} any more, although it named it.`);
  failPoint('ingest.before-settle');
  await settleBatch(batch, odd);
  failPoint('ingest.after-settle');
  return next;
}

/** Reads the next chunk while the database takes the one before. One is written at a time, in order, and none is under way when this returns or throws. */
async function applyInTurn<T>(chunks: AsyncIterable<T>, apply: (chunk: T) => Promise<void>): Promise<void> {
  let applying: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      failPoint('ingest.after-chunk');
      await applying;
      failPoint('ingest.before-apply');
      applying = apply(chunk);
      // Its error is thrown where it is awaited; until then it must not count as one that nobody handles.
      applying.catch(() => undefined);
    }
  } finally {
    await applying;
    failPoint('ingest.after-apply');
  }
}

/** A file that is gone does not keep the other one from being read; its id is noted in `missing`. */
async function* answersOfBoth(
  context: StepContext,
  seen: Set<number>,
  odd: Oddities,
  missing: string[],
): AsyncGenerator<JudgedAnswer[]> {
  for (const fileId of [context.batch.outputFileId, context.batch.errorFileId]) {
    if (!fileId) continue;
    try {
      yield* answersOf(context, fileId, seen, odd);
    } catch (error) {
      if (!isMissing(error)) throw error;
      missing.push(fileId);
    }
  }
}

async function* answersOf(
  { batch, provider, signal }: StepContext,
  fileId: string,
  seen: Set<number>,
  odd: Oddities,
): AsyncGenerator<JudgedAnswer[]> {
  const judge = compileJudge(batch.run);
  const ofPack = batch.rowsPerRequest > 1 ? await packJudge(batch) : null;
  let answers: JudgedAnswer[] = [];
  let chars = 0;
  for await (const lines of linesOf(provider.readFile(fileId))) {
    signal.throwIfAborted();
    for (const line of lines) {
      const answer = provider.parseLine(line);
      const rowIndex = answer.key === null ? null : rowIndexOf(batch.submissionId, answer.key);
      if (rowIndex === null || rowIndex >= batch.run.rowCount) odd.unknown += 1;
      else if (seen.has(rowIndex)) odd.repeated += 1;
      else {
        seen.add(rowIndex);
        if (ofPack) answers.push(...ofPack(rowIndex, answer, odd));
        else answers.push(judge(rowIndex, answer));
        chars += line.length;
      }
    }
    if (answers.length >= CHUNK_ANSWERS || chars >= CHUNK_CHARS) {
      yield answers;
      answers = [];
      chars = 0;
    }
  }
  if (answers.length > 0) yield answers;
}

/** The judge of a batch whose requests have several rows: a request is known by its first one, and by no other. */
async function packJudge(batch: EngineBatch) {
  failPoint('ingest.before-packs');
  const packs = await listPacks(batch);
  const judge = compilePackJudge(batch);
  return (firstRow: number, line: AnswerLine, odd: Oddities): JudgedAnswer[] => {
    const rows = packs.get(firstRow);
    if (!rows) {
      odd.unknown += 1;
      return [];
    }
    const { answers, invented } = judge(rows, line);
    odd.invented += invented;
    return answers;
  };
}
