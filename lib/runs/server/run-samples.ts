import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import type { PrismaClient } from '#lib/platform/db/generated/client.ts';

/**
 * Rows the provider reports done whose answers are not read yet. While a batch is being read its rows move from here to
 * the counters, so the sum of both never falls.
 */
export async function countAnsweredAtProvider(db: Db, runId: string): Promise<number> {
  const batches = await db.batch.findMany({
    where: { runId, status: { in: ['submitted', 'canceling', 'ingesting'] } },
    select: { providerCompleted: true, succeeded: true, failed: true },
  });
  return batches.reduce((sum, batch) => sum + Math.max(0, batch.providerCompleted - batch.succeeded - batch.failed), 0);
}

/** Notes how far a run is now, for the chart. Samples are a picture, not an account: losing one loses nothing. */
export async function takeSample(db: PrismaClient, runId: string): Promise<void> {
  // One snapshot: a row that moves between the two counts would be in neither or in both.
  const [settled, atProvider] = await db.$transaction(
    async (tx) => [await countSettled(tx, runId), await countAnsweredAtProvider(tx, runId)] as const,
    { isolationLevel: 'RepeatableRead' },
  );
  const sample = { succeeded: settled.succeeded + atProvider, failed: settled.failed };
  const last = await db.runSample.findFirst({ where: { runId }, orderBy: { at: 'desc' } });
  if (last && last.succeeded === sample.succeeded && last.failed === sample.failed) return;
  await db.runSample.createMany({ data: [{ runId, ...sample }], skipDuplicates: true });
}

async function countSettled(db: Db, runId: string): Promise<{ succeeded: number; failed: number }> {
  const counters = await db.runCounter.findMany({
    where: { runId, status: { in: ['succeeded', 'failed'] } },
    select: { status: true, count: true },
  });
  const of = (status: string) => counters.find((counter) => counter.status === status)?.count ?? 0;
  return { succeeded: of('succeeded'), failed: of('failed') };
}
