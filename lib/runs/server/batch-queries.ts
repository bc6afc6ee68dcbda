import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import type { BatchStatus } from '#lib/platform/db/generated/enums.ts';
import { BATCH_MOVES, isBatchOver, sourcesOf } from '#lib/runs/state.ts';

const engineBatch = {
  id: true,
  workspaceId: true,
  runId: true,
  connectionId: true,
  number: true,
  attempt: true,
  lane: true,
  status: true,
  submissionId: true,
  requestCount: true,
  rowsPerRequest: true,
  inputFileId: true,
  providerBatchId: true,
  providerStatus: true,
  providerCompleted: true,
  providerFailed: true,
  outputFileId: true,
  errorFileId: true,
  outcome: true,
  emptyListings: true,
  lostSubmissions: true,
  estimatedTokens: true,
  ceilingPicoUsd: true,
  reason: true,
  waitsSince: true,
  refusals: true,
  nextTryAt: true,
  missingLooks: true,
  fileMisses: true,
  refusedFiles: true,
  overdueSince: true,
  submittingAt: true,
  submittedAt: true,
  expiresAt: true,
  run: {
    select: {
      status: true,
      purpose: true,
      lane: true,
      deadlineAt: true,
      datasetId: true,
      model: true,
      prompt: true,
      output: true,
      parameters: true,
      price: true,
      rowCount: true,
      sameRows: true,
      dataset: { select: { columns: true } },
    },
  },
  connection: {
    select: { id: true, workspaceId: true, kind: true, baseUrl: true, sealedApiKey: true, fromEnvironment: true },
  },
} as const satisfies Prisma.BatchSelect;

/** A batch with what the engine needs of its run and connection. */
export type EngineBatch = Prisma.BatchGetPayload<{ select: typeof engineBatch }>;

/** The batch of a task, or null when it was deleted with its run. The secret stays sealed; only the provider opens it. */
export async function findEngineBatch(db: Db, batchId: string): Promise<EngineBatch | null> {
  return db.batch.findUnique({ where: { id: batchId }, select: engineBatch });
}

type MoveData = Omit<Prisma.BatchUncheckedUpdateManyInput, 'status' | 'id' | 'runId' | 'workspaceId'>;

/**
 * Moves a batch and writes `data` with it, or throws `conflict`: somebody else moved it, and this mover has to look again.
 * It moves only while the batch is still under the submission it was read with: a worker that slept while its submission
 * was given up must not touch the next one, whatever status that is in.
 */
export async function moveBatch(
  tx: Db,
  batch: { id: string; submissionId: string },
  to: BatchStatus,
  data: MoveData = {},
): Promise<void> {
  const { count } = await tx.batch.updateMany({
    where: { id: batch.id, submissionId: batch.submissionId, status: { in: sourcesOf(BATCH_MOVES, to) } },
    data: { ...timesOf(to), ...data, status: to },
  });
  if (count === 1) return;
  const found = await tx.batch.findUnique({ where: { id: batch.id }, select: { status: true } });
  throw new AppError(
    'conflict',
    `A ${found?.status ?? 'deleted'} batch cannot become ${to}, or is another submission by now.`,
  );
}

/** Holds a batch until the transaction ends if it is still as it was read, or throws `conflict`. */
export async function holdBatch(tx: Db, batch: Pick<EngineBatch, 'id' | 'submissionId' | 'status'>): Promise<void> {
  const { count } = await tx.batch.updateMany({
    where: { id: batch.id, submissionId: batch.submissionId, status: batch.status },
    data: { status: batch.status },
  });
  if (count === 0) throw new AppError('conflict', `The batch is not ${batch.status} any more.`);
}

function timesOf(to: BatchStatus): MoveData {
  const moment = now();
  if (to === 'uploaded') return { uploadedAt: moment };
  if (to === 'submitting') return { submittingAt: moment };
  if (to === 'submitted') return { submittedAt: moment };
  if (to === 'ingesting') return { endedAt: moment };
  if (isBatchOver(to)) return { finishedAt: moment };
  return {};
}

/** Notes what the provider said of a batch that goes on; says whether its progress changed. */
export async function notePoll(
  db: Db,
  batch: EngineBatch,
  report: { providerStatus: string; completed: number; failed: number; model: string | null },
): Promise<boolean> {
  const changed = report.completed !== batch.providerCompleted || report.failed !== batch.providerFailed;
  await db.batch.updateMany({
    where: { id: batch.id, status: { in: ['submitted', 'canceling'] } },
    data: {
      polledAt: now(),
      missingLooks: 0,
      providerStatus: report.providerStatus,
      providerCompleted: report.completed,
      providerFailed: report.failed,
      ...(report.model === null ? {} : { providerModel: report.model }),
    },
  });
  return changed;
}

export async function listOpenBatchIds(db: Db, runId: string): Promise<string[]> {
  const batches = await db.batch.findMany({
    where: { runId, finishedAt: null },
    select: { id: true },
    orderBy: { number: 'asc' },
  });
  return batches.map((batch) => batch.id);
}
