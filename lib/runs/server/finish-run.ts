import 'server-only';
import type { Tx } from '#lib/platform/db/client.ts';
import type { RunStatus } from '#lib/platform/db/generated/enums.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { countItems, type ItemCounts } from './item-counts.ts';
import { cancelWaiting } from './item-store.ts';
import { addRunEvent } from './run-events.ts';
import { tryMoveRun } from './run-queries.ts';

/** Ends a run whose every row is settled. The caller holds the run's lock; a run with work left is left alone. */
export async function finishIfSettled(
  tx: Tx,
  run: { id: string; workspaceId: string; status: RunStatus; rowCount: number; plannedAt: Date | null },
): Promise<void> {
  if (run.status === 'draft') return;
  failPoint('finish.before-look');
  const openBatch = await tx.batch.findFirst({ where: { runId: run.id, finishedAt: null }, select: { id: true } });
  if (openBatch) return;
  failPoint('finish.before-cancel-waiting');
  // Rows may have come back to waiting after the cancel swept them up; nobody will send them any more.
  if (run.status === 'canceling' && run.plannedAt) await cancelWaiting(tx, run.id);
  failPoint('finish.before-count');
  const counts = await countItems(tx, run);
  if (counts.waiting > 0 && run.status !== 'canceling') return;
  if (counts.inFlight > 0) return;
  const to = endOf(run.status, counts);
  failPoint('finish.before-move');
  if (!(await tryMoveRun(tx, run.id, to))) return;
  failPoint('finish.before-event');
  await addRunEvent(tx, { workspaceId: run.workspaceId, runId: run.id }, 'finished', sentenceOf(to, counts));
  failPoint('finish.after-event');
}

function endOf(status: RunStatus, counts: ItemCounts): RunStatus {
  if (counts.succeeded + counts.skipped === counts.total) return 'succeeded';
  return status === 'canceling' ? 'canceled' : 'completed_with_failures';
}

function sentenceOf(to: RunStatus, counts: ItemCounts): string {
  const number = (value: number) => value.toLocaleString('en-US');
  if (to === 'succeeded') return `Done: all ${number(counts.total)} rows are answered.`;
  const answered = `${number(counts.succeeded)} of ${number(counts.total)} rows are answered`;
  if (to === 'canceled') return `Canceled: ${answered} and kept.`;
  return `Done: ${answered}, ${number(counts.failed + counts.canceled)} failed and can be retried.`;
}
