import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import type { BatchStory } from '#lib/runs/schema.ts';
import { isAtProvider } from '#lib/runs/state.ts';

/** How many earlier batches of a connection make a habit. */
const PAST_BATCHES = 20;

/**
 * What happened to each batch of a run and when, in order. While a batch is being read its rows move from those answered at
 * the provider to the counters, so the sum of both never falls.
 */
export async function listBatchStories(db: Db, runId: string): Promise<BatchStory[]> {
  const batches = await db.batch.findMany({
    where: { runId },
    select: {
      id: true,
      status: true,
      createdAt: true,
      uploadedAt: true,
      waitsSince: true,
      submittedAt: true,
      endedAt: true,
      finishedAt: true,
      expiresAt: true,
      retryAt: true,
      providerCompleted: true,
      requestCount: true,
      lineCount: true,
      succeeded: true,
      failed: true,
    },
    orderBy: { number: 'asc' },
  });
  return batches.map((batch) => ({
    batchId: batch.id,
    plannedAt: batch.createdAt.toISOString(),
    uploadedAt: isoOf(batch.uploadedAt),
    waitsSince: isoOf(batch.waitsSince),
    submittedAt: isoOf(batch.submittedAt),
    endedAt: isoOf(batch.endedAt),
    finishedAt: isoOf(batch.finishedAt),
    expiresAt: isoOf(batch.expiresAt),
    retryAt: batch.retryAt && batch.retryAt.getTime() > nowMs() ? batch.retryAt.toISOString() : null,
    answeredAtProvider:
      isAtProvider(batch.status) || batch.status === 'ingesting'
        ? Math.max(0, rowsCompleted(batch) - batch.succeeded - batch.failed)
        : 0,
  }));
}

/** The provider counts requests, of which each may have several rows. */
function rowsCompleted(batch: { providerCompleted: number; requestCount: number; lineCount: number | null }): number {
  const requests = batch.lineCount ?? batch.requestCount;
  return requests === 0 ? 0 : Math.floor((batch.providerCompleted * batch.requestCount) / requests);
}

/** How long the latest batches on a connection took from being sent until the provider was done, in ms. */
export async function listPastDurations(db: Db, workspaceId: string, connectionId: string): Promise<number[]> {
  const batches = await db.batch.findMany({
    where: {
      workspaceId,
      connectionId,
      status: { in: ['completed', 'expired'] },
      submittingAt: { not: null },
      submittedAt: { not: null },
      endedAt: { not: null },
    },
    select: { submittedAt: true, endedAt: true },
    orderBy: { submittingAt: 'desc' },
    take: PAST_BATCHES,
  });
  return batches.flatMap(({ submittedAt, endedAt }) =>
    submittedAt && endedAt ? [Math.max(0, endedAt.getTime() - submittedAt.getTime())] : [],
  );
}

function isoOf(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
