import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';

/** Notes how far a run is now, for the chart. Samples are a picture, not an account: losing one loses nothing. */
export async function takeSample(db: Db, runId: string): Promise<void> {
  const settled = await db.runCounter.findMany({
    where: { runId, status: { in: ['succeeded', 'failed'] } },
    select: { status: true, count: true },
  });
  const open = await db.batch.aggregate({
    where: { runId, status: { in: ['submitted', 'canceling'] } },
    _sum: { providerCompleted: true, providerFailed: true },
  });
  const of = (status: string) => settled.find((counter) => counter.status === status)?.count ?? 0;
  const sample = { succeeded: of('succeeded') + (open._sum.providerCompleted ?? 0), failed: of('failed') };
  const last = await db.runSample.findFirst({ where: { runId }, orderBy: { at: 'desc' } });
  if (last && last.succeeded === sample.succeeded && last.failed === sample.failed) return;
  await db.runSample.createMany({ data: [{ runId, ...sample }], skipDuplicates: true });
}
