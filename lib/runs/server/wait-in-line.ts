import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { linePauseMs } from '#lib/runs/pauses.ts';
import { type EngineBatch, moveBatch } from './batch-queries.ts';
import { enterUnderCap } from './cap-room.ts';
import { checkCapacity, lockConnection, type Verdict } from './check-capacity.ts';
import { halve, placeOf, startOver } from './handle-refusal.ts';
import { pauseScale } from './pause-scale.ts';
import { addRunEvent } from './run-events.ts';
import { next, type Step, wait } from './step.ts';

/** Longer waits are cut into pieces, so that a clock that jumps does no harm. */
const LONGEST_WAIT_MS = 60 * 60_000;
/** A run with a cap is locked, and may be held by whoever puts its rows into batches. */
const ENTER_TRANSACTION = { timeout: 60_000 };

/**
 * Notes the intent to send a batch if the run's cap and the provider have room for it, in one transaction under the locks of
 * both: of two workers for the last room one gets it, and the other waits. Answers when the intent was noted, or the step to take instead.
 */
export async function enterOrQueue(batch: EngineBatch): Promise<{ notedAt: number } | { step: Step }> {
  const entered = await db().$transaction(async (tx) => {
    const stopped = await enterUnderCap(tx, batch);
    if (stopped) return { stopped };
    failPoint('enter.before-lock');
    await lockConnection(tx, batch.connectionId);
    failPoint('enter.before-check');
    const verdict = await checkCapacity(tx, batch);
    const notedAt = performance.now();
    failPoint('enter.before-move');
    if (verdict.kind === 'go')
      await moveBatch(tx, batch, 'submitting', { nextTryAt: null, notBefore: null, reason: null });
    failPoint('enter.before-commit');
    if (verdict.kind !== 'wait') return { verdict, notedAt };
    const { why, until } = verdict;
    const waitsSince = batch.waitsSince ?? now();
    await moveBatch(tx, batch, 'waiting_for_capacity', { waitsSince, nextTryAt: until, reason: why });
    failPoint('enter.before-event');
    if (!batch.waitsSince)
      await addRunEvent(
        tx,
        placeOf(batch),
        'waiting',
        `Batch ${batch.number} waits for capacity at the provider. ${why}`,
      );
    return { verdict, notedAt };
  }, ENTER_TRANSACTION);
  failPoint('enter.after-commit');
  if ('stopped' in entered) return { step: entered.stopped };
  if (entered.verdict.kind === 'go') return { notedAt: entered.notedAt };
  return { step: await stepAfter({ ...batch, waitsSince: batch.waitsSince ?? now() }, entered.verdict) };
}

/** A batch in line looks whether it is its turn. Without a word from the provider it keeps its file and only needs room. */
export async function waitInLine(batch: EngineBatch): Promise<Step> {
  failPoint('line.before-check');
  const verdict = await checkCapacity(db(), batch);
  failPoint('line.after-check');
  if (verdict.kind !== 'go') return stepAfter(batch, verdict);
  if (batch.inputFileId === null) await startOver(db(), batch);
  else await moveBatch(db(), batch, 'uploaded');
  failPoint('line.after-move');
  return next;
}

async function stepAfter(batch: EngineBatch, verdict: Exclude<Verdict, { kind: 'go' }>): Promise<Step> {
  if (verdict.kind === 'too_big') return halve(batch);
  const waitedMs = nowMs() - (batch.waitsSince?.getTime() ?? nowMs());
  const untilMs = verdict.until === null ? null : verdict.until.getTime() - nowMs();
  return wait(Math.min(LONGEST_WAIT_MS, Math.max(100, untilMs ?? linePauseMs(waitedMs, pauseScale()))));
}
