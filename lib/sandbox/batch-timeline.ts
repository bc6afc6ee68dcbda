import type { BatchPlan, BatchRecord, Moment } from './batch-record.ts';
import { type Pace, requestsDone } from './pace.ts';

export const WINDOW_MS = 24 * 60 * 60 * 1000;

/** All that the state of a batch depends on, besides the time. */
export type Facts = {
  record: BatchRecord;
  plan: BatchPlan | null;
  /** How many answers exist, and when the last of them was made; null while some are missing. */
  answersMade: number;
  answersAtMs: number | null;
};

/**
 * Where a batch stands at `nowMs`. A pure function: there is no timer and no stored status, so nothing is lost when
 * the process dies, and time may be moved at will.
 */
export function momentOf(facts: Facts, pace: Pace, nowMs: number): Moment {
  const { record, plan } = facts;
  if (record.cancel) return cancelMoment(facts, pace, nowMs);
  if (!plan || nowMs < plan.validatedAtMs) return moment('validating');
  const startAtMs = plan.validatedAtMs;
  if (plan.errors.length > 0) return moment('failed', { endedAtMs: startAtMs });

  const runMs = pace.runMs(plan.total);
  const isStuck = record.faults.includes('stuck');
  const readyAtMs =
    isStuck || facts.answersAtMs === null ? Number.POSITIVE_INFINITY : Math.max(startAtMs + runMs, facts.answersAtMs);
  const doneBy = (atMs: number) => requestsDone(plan.total, atMs - startAtMs, runMs, record.id);
  const expiresAtMs = record.createdAtMs + WINDOW_MS;

  if (nowMs >= expiresAtMs && readyAtMs > expiresAtMs) {
    const done = doneBy(expiresAtMs);
    const endedAtMs = expiresAtMs + pace.finalizingMs;
    // After a restart the answers may still be on their way; the batch cannot end without them.
    if (facts.answersMade >= done && nowMs >= endedAtMs) {
      return moment('expired', {
        inProgressAtMs: startAtMs,
        finalizingAtMs: expiresAtMs,
        endedAtMs,
        requestsDone: done,
      });
    }
  }
  if (nowMs < readyAtMs) {
    return moment('in_progress', {
      inProgressAtMs: startAtMs,
      requestsDone: Math.min(doneBy(nowMs), facts.answersMade),
    });
  }
  const ready = { inProgressAtMs: startAtMs, finalizingAtMs: readyAtMs, requestsDone: plan.total };
  const endedAtMs = readyAtMs + pace.finalizingMs;
  return nowMs < endedAtMs ? moment('finalizing', ready) : moment('completed', { ...ready, endedAtMs });
}

function cancelMoment({ record, plan, answersMade }: Facts, pace: Pace, nowMs: number): Moment {
  const { atMs, requestsDone: done } = record.cancel ?? { atMs: nowMs, requestsDone: 0 };
  const hadStarted = plan !== null && plan.errors.length === 0 && plan.validatedAtMs <= atMs;
  const known = { requestsDone: done, inProgressAtMs: hadStarted ? plan.validatedAtMs : null };
  const endedAtMs = atMs + pace.cancelingMs;
  if (!plan || answersMade < done || nowMs < endedAtMs) return moment('cancelling', known);
  return moment('cancelled', { ...known, endedAtMs });
}

export function isOver(status: Moment['status']): boolean {
  return status === 'completed' || status === 'failed' || status === 'expired' || status === 'cancelled';
}

function moment(status: Moment['status'], rest: Partial<Moment> = {}): Moment {
  return { status, inProgressAtMs: null, finalizingAtMs: null, endedAtMs: null, requestsDone: 0, ...rest };
}
