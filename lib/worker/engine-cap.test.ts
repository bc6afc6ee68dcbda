import { expect, test } from 'vitest';
import { parseUsd, usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { changeCap } from '#lib/runs/server/change-cap.ts';
import { pauseRun, resumeRun } from '#lib/runs/server/pause-run.ts';
import { provideEngine } from './engine-harness.ts';

const PATIENT = { timeout: 120_000 };
const engine = provideEngine({ pace: { validatingMs: 0, runMs: () => 150, finalizingMs: 0, cancelingMs: 0 } });
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => [`message ${index} of a customer`]);

/** Everything the provider has on its bill for a run, at gpt-4o-mini's batch price. */
async function billOf(runId: string): Promise<bigint> {
  return (await engine.sandbox.ledger())
    .filter((entry) => entry.metadata?.run === runId)
    .reduce((sum, e) => sum + BigInt(e.billedInputTokens) * 75_000n + BigInt(e.billedOutputTokens) * 300_000n, 0n);
}

async function launch(rows: number, budgetUsd: string, input: Record<string, unknown> = {}) {
  const datasetId = await engine.makeDataset(rowsOf(rows), ['text']);
  return engine.launch({ datasetId, budgetUsd, parameters: { maxOutputTokens: 200 }, ...input });
}

/** Watches that what is spent and what may still come never passes the cap, at every change of a batch. */
async function worstSeen(runId: string): Promise<bigint> {
  const [row] = await db().$queryRaw<{ most: string }[]>`
    with moves as (
      select "submittingAt" as at, "ceilingPicoUsd" as more from "batch" where "runId" = ${runId} and "submittingAt" is not null
      union all
      select "finishedAt", coalesce("costPicoUsd", 0) - "ceilingPicoUsd" from "batch" where "runId" = ${runId} and "finishedAt" is not null
    ) select max(total)::text as most from (select sum(more) over (order by at) as total from moves) t`;
  return BigInt(row?.most ?? 0);
}

test(
  'a run with a cap sends what fits, waits for what it cost, goes on, and pauses before the cap',
  PATIENT,
  async () => {
    const cap = '0.00025';
    const runId = await launch(40, cap, { batch: { maxRequests: 8 } });
    const run = await engine.until(runId, ({ status }) => status === 'paused', 50_000);
    expect(run.reason).toMatch(
      /^Paused at its cap: \$0\.0\d+ spent or on its way, the next (row|\d+ rows) could cost up to \$0\.\d+, and the cap is \$0\.00025\. Raise the cap or download what is there\.$/,
    );
    const bill = await billOf(runId);
    expect(bill).toBeGreaterThan(0n);
    expect(bill).toBeLessThanOrEqual(parseUsd(cap) ?? 0n);
    expect(usdString(bill)).toBe(run.cost.batchUsd);
    expect(await worstSeen(runId)).toBeLessThanOrEqual(parseUsd(cap) ?? 0n);
    expect(run.counts).toMatchObject({ succeeded: expect.any(Number), failed: 0, total: 40 });
    expect(run.counts.succeeded).toBeGreaterThan(10);
    expect(run.counts.succeeded).toBeLessThan(40);
    // Nothing is under way any more, and resuming as it is sends nothing.
    expect(run.batches.filter(({ status }) => ['submitting', 'submitted', 'ingesting'].includes(status))).toEqual([]);
    await resumeRun(engine.actor, runId);
    await engine.until(runId, ({ status }) => status === 'paused');
    expect(await billOf(runId)).toBe(bill);
    await changeCap(engine.actor, runId, { capUsd: '1.00', resumes: true });
    const over = await engine.untilOver(runId, 50_000);
    expect(over).toMatchObject({ status: 'succeeded', counts: { succeeded: 40 } });
    const log = await db().runEvent.findMany({ where: { runId }, select: { message: true } });
    const messages = log.map(({ message }) => message);
    expect(messages).toContain('Test raised the cap from $0.00025 to $1.00.');
    expect(messages.filter((message) => message === run.reason).length).toBeGreaterThan(0);
  },
);

test('a cap below the price of one row sends nothing at all', async () => {
  const runId = await launch(3, '0.000001');
  const run = await engine.until(runId, ({ status }) => status === 'paused');
  expect(run.reason).toContain('$0.00 spent or on its way, the next 3 rows could cost up to $0.000');
  expect(await engine.sandbox.ledger()).not.toContainEqual(expect.objectContaining({ metadata: { run: runId } }));
  expect(run.counts).toMatchObject({ inFlight: 3, succeeded: 0 });
  await changeCap(engine.actor, runId, { capUsd: null, resumes: true });
  expect(await engine.untilOver(runId)).toMatchObject({ status: 'succeeded', counts: { succeeded: 3 } });
});

test('a cap that is large enough changes nothing: one batch, no pause', async () => {
  const run = await engine.untilOver(await launch(20, '1'));
  expect(run).toMatchObject({ status: 'succeeded', counts: { succeeded: 20 } });
  expect(run.batches).toHaveLength(1);
});

test('retries and rows that come back count, and never pass the cap', PATIENT, async () => {
  engine.faults.batch = ({ nth }) => (nth <= 2 ? ['all-fail'] : null);
  const cap = '0.00015';
  const runId = await launch(20, cap, { batch: { maxRequests: 10 }, retry: { maxAttempts: 10 } });
  const run = await engine.until(runId, ({ status }) => status === 'paused', 50_000);
  delete engine.faults.batch;
  expect(await billOf(runId)).toBeLessThanOrEqual(parseUsd(cap) ?? 0n);
  expect(await worstSeen(runId)).toBeLessThanOrEqual(parseUsd(cap) ?? 0n);
  expect(run.counts.succeeded).toBeGreaterThan(0);
});

test(
  'a lower cap stops a run that goes on, and a person’s pause and the cap do not get in each other’s way',
  PATIENT,
  async () => {
    const runId = await launch(30, '0.0005', { batch: { maxRequests: 5 } });
    await engine.until(runId, ({ batches }) => batches.some(({ status }) => status === 'submitted'));
    await pauseRun(engine.actor, runId);
    await changeCap(engine.actor, runId, { capUsd: '0.00000001', resumes: true });
    const run = await engine.until(
      runId,
      ({ status, reason }) => status === 'paused' && reason !== 'Test paused this run.',
    );
    expect(run.reason).toContain('and the cap is $0.000000010.');
    expect(await billOf(runId)).toBeLessThanOrEqual(parseUsd('0.0005') ?? 0n);
  },
);
