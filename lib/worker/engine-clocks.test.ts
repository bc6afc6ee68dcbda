import path from 'node:path';
import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { provideEngine } from './engine-harness.ts';
import { provideWorkers } from './process-harness.ts';

const engine = provideEngine({ hasWorker: false, failureRate: 0.1 });
const startWorker = provideWorkers();

const MINUTE_MS = 60_000;
/** The test's own clock and the database's are the same machine's; this is for rounding and round trips. */
const LEEWAY_MS = 1_000;

function startWithClock(env: Record<string, string>) {
  return startWorker({ ...env, NODE_OPTIONS: `--import=${path.resolve('lib/worker/shifted-clock.mjs')}` });
}

test('workers whose clocks differ by twenty minutes, one stepping back an hour, keep to the time of the database', {
  timeout: 90_000,
}, async () => {
  const begun = Date.now();
  startWithClock({ CLOCK_OFF_MS: String(-10 * MINUTE_MS) });
  startWithClock({ CLOCK_OFF_MS: String(10 * MINUTE_MS) });
  startWithClock({ CLOCK_STEP_MS: String(-60 * MINUTE_MS), CLOCK_STEP_AFTER_MS: '3000' });
  const datasetId = await engine.makeDataset(
    Array.from({ length: 150 }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  let creates = 0;
  // Some calls are lost on their way, some answers on theirs, and some have to wait: each of these compares moments.
  engine.faults.create = () => ([null, 'drop-before', 'drop-after', '429'] as const)[creates++ % 4] ?? null;
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 30 }, retry: { maxAttempts: 8 } });
  const run = await engine.untilOver(runId, 80_000);
  expect(run.counts).toMatchObject({ total: 150, succeeded: 150 });
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  expect(new Set(paid.map((entry) => entry.metadata?.submission)).size).toBe(paid.length);
  expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
  const strange = (await momentsOf(runId)).filter(
    ({ at }) => at.getTime() < begun - LEEWAY_MS || at.getTime() > Date.now() + LEEWAY_MS,
  );
  expect(strange).toEqual([]);
});

/** Every moment the engine noted of a run, except those it set for later. */
async function momentsOf(runId: string): Promise<{ what: string; at: Date }[]> {
  return db().$queryRaw`
    select 'event' as what, "at" from "run_event" where "runId" = ${runId}
    union all select m.key, m.value::timestamptz from "batch" b, lateral jsonb_each_text(to_jsonb(b)) m
      where b."runId" = ${runId} and m.value is not null
        and m.key in ('createdAt', 'uploadedAt', 'submittingAt', 'submittedAt', 'polledAt', 'waitsSince', 'endedAt', 'finishedAt')
    union all select m.key, m.value::timestamptz from "run" r, lateral jsonb_each_text(to_jsonb(r)) m
      where r."id" = ${runId} and m.value is not null and m.key in ('createdAt', 'launchedAt', 'plannedAt', 'startedAt', 'finishedAt')
    union all select 'worker', "seenAt" from "worker_process"`;
}
