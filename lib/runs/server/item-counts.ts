import type { Db } from '#lib/platform/db/client.ts';
import type { RunStatus } from '#lib/platform/db/generated/enums.ts';

export type ItemCounts = {
  total: number;
  waiting: number;
  inFlight: number;
  succeeded: number;
  failed: number;
  canceled: number;
  skipped: number;
};

type Counted = { rowCount: number; status: RunStatus; plannedAt: Date | null };

/** Rows of a run by status, from the counters the database keeps. Before the items exist, every row waits, or was canceled. */
export async function countItems(db: Db, run: Counted & { id: string }): Promise<ItemCounts> {
  const counters = await db.runCounter.findMany({ where: { runId: run.id }, select: { status: true, count: true } });
  return countsFrom(run, counters);
}

export function countsFrom(run: Counted, counters: readonly { status: string; count: number }[]): ItemCounts {
  // Counters read after a run that was not planned yet when it was read belong to another moment: they would count twice.
  const now = run.plannedAt ? counters : [];
  const of = (status: string) => now.find((counter) => counter.status === status)?.count ?? 0;
  const [inFlight, succeeded, failed] = [of('in_flight'), of('succeeded'), of('failed')];
  const [canceled, skipped] = [of('canceled'), of('skipped')];
  const counts = { total: run.rowCount, waiting: of('waiting'), inFlight, succeeded, failed, canceled, skipped };
  if (run.plannedAt) return counts;
  return run.status === 'canceled' ? { ...counts, canceled: run.rowCount } : { ...counts, waiting: run.rowCount };
}
