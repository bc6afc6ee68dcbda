import { beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { pool, withConnection } from '#lib/platform/db/pool.ts';
import { env } from '#lib/platform/env.ts';
import { sandboxKey } from '#lib/platform/sandbox-key.ts';
import { sealApiKey } from '#lib/providers/server/credentials.ts';
import { signWebhook, WEBHOOK_SECRET } from '#lib/providers/server/fixtures/sign-webhook.ts';
import { readWebhook } from '#lib/providers/server/webhook.ts';
import { receiveWebhook } from '#lib/runs/server/receive-webhook.ts';
import { provideEngine } from './engine-harness.ts';
import { sweep } from './handlers/sweep.ts';

/** Batches go on for ever until a test lets them end. */
let runMs = Number.POSITIVE_INFINITY;
const engine = provideEngine({
  pollSeconds: '30',
  pace: { validatingMs: 0, runMs: () => runMs, finalizingMs: 0, cancelingMs: 0 },
});

beforeAll(async () => {
  const { workspaceId } = engine.actor;
  const connectionId = newId('con');
  const sealedApiKey = sealApiKey(sandboxKey(), { workspaceId, connectionId });
  await db().connection.create({
    data: {
      ...{ id: connectionId, workspaceId, key: 'openai', name: 'OpenAI', kind: 'openai', sealedApiKey },
      baseUrl: env.SANDBOX_URL ?? null,
    },
  });
});

async function hear(type: string, providerBatchId: string): Promise<void> {
  const { headers, body } = signWebhook(newId('evt'), { type, providerBatchId });
  const request = new Request('http://localhost/api/webhooks/openai', { method: 'POST', headers, body });
  await receiveWebhook(await readWebhook(request, { secrets: [WEBHOOK_SECRET] }));
}

/** A run whose one batch has been at the provider for an hour, so that it is looked at every 30 s only. */
async function launchAndForget(): Promise<{ runId: string; batchId: string; providerBatchId: string }> {
  runMs = Number.POSITIVE_INFINITY;
  const datasetId = await engine.makeDataset([['a'], ['b'], ['c']], ['text']);
  const runId = await engine.launch({ datasetId, connection: 'openai' });
  const run = await engine.until(runId, ({ batches }) => batches[0]?.status === 'submitted');
  const [batch] = run.batches;
  if (!batch?.providerBatchId) throw new Error('There is no batch at the provider.');
  const submittedAt = new Date(Date.now() - 3_600_000);
  await db().batch.update({ where: { id: batch.id }, data: { submittedAt } });
  // The looks that were planned while it was young are few and soon over.
  await vi.waitUntil(async () => (await secondsToNextLook(batch.id)) > 20, { timeout: 10_000 });
  return { runId, batchId: batch.id, providerBatchId: batch.providerBatchId };
}

async function secondsToNextLook(batchId: string): Promise<number> {
  const { rows } = await pool().query<{ seconds: number }>(
    `select extract(epoch from start_after - now())::float as seconds from pgboss.job
     where name = 'batch.advance' and singleton_key = $1 and state < 'active'`,
    [batchId],
  );
  return rows[0]?.seconds ?? 0;
}

test('a webhook ends in a moment what would have been looked at in half a minute', async () => {
  const { runId, batchId, providerBatchId } = await launchAndForget();
  expect(await secondsToNextLook(batchId)).toBeLessThanOrEqual(30);
  runMs = 0;
  await hear('batch.completed', providerBatchId);
  expect(await engine.untilOver(runId, 10_000)).toMatchObject({ status: 'succeeded', counts: { succeeded: 3 } });
});

test('what an event says is never believed: the provider is asked, and its answer counts', async () => {
  const { runId, batchId, providerBatchId } = await launchAndForget();
  for (const type of ['batch.completed', 'batch.failed', 'batch.cancelled', 'batch.expired']) {
    const { polledAt } = await db().batch.findUniqueOrThrow({ where: { id: batchId } });
    await hear(type, providerBatchId);
    const batch = await vi.waitUntil(
      async () => db().batch.findFirst({ where: { id: batchId, polledAt: { gt: polledAt ?? new Date(0) } } }),
      { timeout: 10_000 },
    );
    expect(batch).toMatchObject({ status: 'submitted', outcome: null });
  }
  runMs = 0;
  await hear('batch.failed', providerBatchId);
  const run = await engine.untilOver(runId, 10_000);
  expect(run).toMatchObject({ status: 'succeeded', batches: [{ status: 'completed', succeeded: 3 }] });
  await hear('batch.cancelled', providerBatchId);
  expect(await secondsToNextLook(batchId)).toBe(0);
});

test('an event that comes before the batch’s id is stored delays nothing', async () => {
  runMs = 0;
  const lock = 7_202_614;
  await pool().query(`
    create function wait_for_test() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(${lock}); return new; end $$;
    create trigger wait_for_test before update on batch for each row
      when (old.status = 'submitting' and new.status = 'submitted') execute function wait_for_test()`);
  const providerBatchId = await withConnection(async (connection) => {
    await connection.query('select pg_advisory_lock($1)', [lock]);
    const datasetId = await engine.makeDataset([['early']], ['text']);
    const runId = await engine.launch({ datasetId, connection: 'openai' });
    const entry = await vi.waitUntil(
      async () => {
        const { rowCount } = await connection.query(`select from pg_locks where objid = ${lock} and not granted`);
        return rowCount === 1 && (await engine.sandbox.ledger()).find(({ metadata }) => metadata?.run === runId);
      },
      { timeout: 10_000 },
    );
    await hear('batch.completed', entry.batchId);
    expect(await db().webhookReceipt.findFirst({ where: { providerBatchId: entry.batchId } })).toMatchObject({
      workspaceId: null,
    });
    await connection.query('select pg_advisory_unlock($1)', [lock]);
    expect(await engine.untilOver(runId, 10_000)).toMatchObject({ status: 'succeeded', counts: { succeeded: 1 } });
    return entry.batchId;
  });
  await pool().query('drop trigger wait_for_test on batch');
  expect(await db().webhookReceipt.count({ where: { providerBatchId } })).toBe(1);
});

test('without any webhook, looking now and then ends the run', async () => {
  runMs = 1_000;
  const datasetId = await engine.makeDataset([['a'], ['b']], ['text']);
  const runId = await engine.launch({ datasetId, connection: 'openai' });
  const run = await engine.untilOver(runId, 15_000);
  expect(run.status).toBe('succeeded');
  const ids = run.batches.map((batch) => batch.providerBatchId ?? '');
  expect(await db().webhookReceipt.count({ where: { providerBatchId: { in: ids } } })).toBe(0);
});

test('an event is remembered for 30 days', async () => {
  const days = (count: number) => new Date(Date.now() - count * 24 * 3_600_000);
  const receipt = { type: 'batch.completed', providerBatchId: 'batch_old' };
  await db().webhookReceipt.createMany({
    data: [
      { ...receipt, id: 'wh_young', receivedAt: days(29.99) },
      { ...receipt, id: 'wh_old', receivedAt: days(30.01) },
    ],
  });
  await sweep();
  const kept = await db().webhookReceipt.findMany({ where: receipt, select: { id: true } });
  expect(kept).toEqual([{ id: 'wh_young' }]);
});
