import 'server-only';
import { tellBudgets } from '#lib/budgets/server/tell-budgets.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { enqueue } from '#lib/platform/queue/queue.ts';
import type { FailureCause } from '#lib/providers/failure-causes.ts';
import { type EngineBatch, holdBatch, moveBatch } from './batch-queries.ts';
import { holdRetries } from './held-rows.ts';
import type { Oddities } from './ingest-batch.ts';
import { cancelItems, recallItems, settleUnanswered } from './item-store.ts';
import { ofStatus } from './open-items.ts';
import { isRecalled } from './recall-batch.ts';
import { addRunEvent } from './run-events.ts';
import { takeSample } from './run-samples.ts';

/** Ends a batch whose files have been read: rows without an answer are settled, the run is looked at again. One transaction. */
export async function settleBatch(batch: EngineBatch, odd: Oddities): Promise<void> {
  const outcome = batch.outcome ?? 'completed';
  await db().$transaction(
    async (tx) => {
      failPoint('settle.before-hold');
      // The batch before its items, as everywhere: two workers must never hold one each.
      await holdBatch(tx, batch);
      const run = await tx.run.findUniqueOrThrow({ where: { id: batch.runId }, select: { status: true } });
      const isCanceling = run.status === 'canceling';
      if (isCanceling && outcome === 'canceled') await cancelItems(tx, batch);
      const canceled = isCanceling ? await countCanceled(tx, batch) : 0;
      failPoint('settle.before-unanswered');
      // What the provider was asked not to answer goes out again another way; nothing of it failed.
      const recalled = isRecalled(batch) && !isCanceling && outcome === 'canceled' ? await recallItems(tx, batch) : 0;
      const unanswered = await settleUnanswered(tx, batch, { ...reasonFor(outcome), mayRetry: !isCanceling });
      failPoint('settle.before-move');
      await moveBatch(tx, batch, outcome, {
        failed: { increment: unanswered.requests },
        // A provider that says it is done with them may have billed them.
        ...(outcome === 'completed' && { unsureAnswers: { increment: unanswered.requests } }),
        ...(batch.status === 'answering' && { endedAt: now(), holder: null, heldUntil: null, nextTryAt: null }),
        unknownAnswers: odd.unknown,
        repeatedAnswers: odd.repeated,
        inventedAnswers: odd.invented,
      });
      failPoint('settle.before-retries');
      if (!isCanceling) await holdRetries(tx, batch);
      failPoint('settle.before-log');
      await logEnd(tx, batch, { outcome, odd, missing: unanswered.rows, canceled, recalled });
      failPoint('settle.before-enqueue');
      await enqueue(tx, 'run.plan', { runId: batch.runId }, batch.runId);
      failPoint('settle.before-commit');
    },
    { timeout: 120_000 },
  );
  failPoint('settle.before-sample');
  await takeSample(db(), batch.runId);
  failPoint('settle.after-sample');
  // Now that its cost is booked; the sweep tells it where this process does not come so far.
  await tellBudgets(batch.workspaceId);
}

/** Requests, as everything that is said of a batch's answers. */
async function countCanceled(tx: Tx, batch: EngineBatch): Promise<number> {
  return tx.item.count({ where: { runId: batch.runId, batchId: batch.id, sameAs: null, ...ofStatus('canceled') } });
}

function reasonFor(outcome: string): { cause: FailureCause; message: string } {
  if (outcome === 'expired')
    return { cause: 'expired', message: 'The provider did not get to this row within 24 hours.' };
  if (outcome === 'canceled')
    return { cause: 'canceled', message: 'The batch was canceled before this row was answered.' };
  return { cause: 'missing', message: 'The provider returned neither an answer nor an error for this row.' };
}

type End = { outcome: string; odd: Oddities; missing: number; canceled: number; recalled: number };

async function logEnd(tx: Tx, batch: EngineBatch, { outcome, odd, missing, canceled, recalled }: End): Promise<void> {
  const place = { workspaceId: batch.workspaceId, runId: batch.runId, batchId: batch.id };
  const totals = await tx.batch.findUniqueOrThrow({
    where: { id: batch.id },
    select: { succeeded: true, failed: true, unpricedAnswers: true },
  });
  const number = (value: number) => value.toLocaleString('en-US');
  const counts = [
    `${number(totals.succeeded)} answered`,
    `${number(totals.failed)} without a usable answer`,
    ...(canceled > 0 ? [`${number(canceled)} canceled`] : []),
    ...(recalled > 0 ? [`${number(recalled)} to be asked for one by one`] : []),
    ...(totals.unpricedAnswers > 0 ? [`the cost of ${number(totals.unpricedAnswers)} unknown`] : []),
  ].join(', ');
  await addRunEvent(tx, place, 'finished', `Batch ${batch.number} is ${outcome}: ${counts}.`);
  if (missing > 0)
    await addRunEvent(
      tx,
      place,
      'trouble',
      `Batch ${batch.number}: ${number(missing)} rows came back in neither file.`,
    );
  if (odd.invented > 0) {
    const what = odd.invented === 1 ? '1 answer under a key' : `${number(odd.invented)} answers under keys`;
    await addRunEvent(tx, place, 'trouble', `Batch ${batch.number}: set aside ${what} that the model made up.`);
  }
  const strange = odd.unknown + odd.repeated;
  if (strange > 0) {
    const what = `${number(odd.unknown)} answers to rows that were not asked, ${number(odd.repeated)} repeated answers`;
    await addRunEvent(tx, place, 'alarm', `Batch ${batch.number}: set aside ${what}.`);
  }
}
