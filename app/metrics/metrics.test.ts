import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { BatchStatus, ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { closePool, withTransaction } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { countMetric } from '#lib/platform/metric-counter.ts';
import { closeQueue, enqueueLater, queue } from '#lib/platform/queue/queue.ts';
import { TASKS } from '#lib/platform/queue/tasks.ts';
import { METRICS } from '#lib/reports/server/metric-list.ts';
import { readSamples } from '#lib/reports/server/metric-queries.ts';
import { createTestRun } from '#lib/results/server/test-run.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { ensureWorkspace } from '#lib/workspaces/server/workspace-queries.ts';
import { GET, POST } from './route.ts';

const TOKEN = 'a-token-that-only-tests-know';
const noParams = { params: Promise.resolve({}) };

vi.stubEnv('ROWMILL_API_TOKEN', TOKEN);
vi.stubEnv('POLL_SECONDS', '30');
provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

beforeAll(async () => {
  await ensureWorkspace();
});

function scrape(headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }): Promise<Response> {
  return GET(new Request('http://localhost/metrics', { headers }), noParams);
}

/** `name{label}` to value, of this moment. */
async function values(): Promise<Map<string, number>> {
  const samples = await readSamples(db());
  return new Map(
    samples.map(({ name, label, value }) => [label === undefined ? name : `${name} ${label}`, value] as const),
  );
}

test('before anything ran every metric is there, with 0, in the format Prometheus reads', async () => {
  const response = await scrape();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const text = await response.text();
  for (const [name, metric] of Object.entries(METRICS)) {
    expect(text).toContain(`# HELP ${name} ${metric.help}\n# TYPE ${name} ${metric.kind}\n`);
    expect(text, name).toMatch(new RegExp(`^${name}(\\{\\w+="[^"]*"\\})? `, 'm'));
  }
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) expect(line).toMatch(/^rowmill_\w+(\{\w+="[\w.-]+"\})? \d+$/);
  for (const status of Object.keys(BatchStatus)) expect(lines).toContain(`rowmill_batches{status="${status}"} 0`);
  for (const status of Object.keys(ItemStatus)) expect(lines).toContain(`rowmill_rows{status="${status}"} 0`);
  for (const task of Object.keys(TASKS)) expect(lines).toContain(`rowmill_tasks_due{task="${task}"} 0`);
});

test('only who may read this server sees them, and they are only read', async () => {
  expect((await scrape({})).status).toBe(401);
  expect((await scrape({ authorization: 'Bearer wrong' })).status).toBe(401);
  expect(POST().status).toBe(405);
});

test('however many ask at once, the database is asked once', async () => {
  const before = await (await scrape()).text();
  await countMetric('sweeps');
  await countMetric('provider_errors', 'unavailable');
  const pages = await Promise.all(Array.from({ length: 50 }, async () => (await scrape()).text()));
  expect(new Set(pages)).toEqual(new Set([before]));
});

test('work that waits is told apart from work that is put off', async () => {
  const boss = await queue();
  await enqueueLater('run.plan', { runId: 'r1' }, 'r1', 0);
  await enqueueLater('run.plan', { runId: 'r2' }, 'r2', 0);
  await enqueueLater('batch.advance', { batchId: 'b1' }, 'b1', 3_600_000);
  await withTransaction((connection) =>
    connection.query(`update pgboss.job set start_after = now() - interval '90 seconds' where singleton_key = 'r1'`),
  );
  const waiting = await values();
  expect(waiting.get('rowmill_tasks_due run.plan')).toBe(2);
  expect(waiting.get('rowmill_task_oldest_due_seconds run.plan')).toBeGreaterThanOrEqual(90);
  expect(waiting.get('rowmill_task_oldest_due_seconds run.plan')).toBeLessThan(150);
  expect(waiting.get('rowmill_tasks_later batch.advance')).toBe(1);
  expect(waiting.get('rowmill_task_oldest_due_seconds batch.advance')).toBe(0);
  const [job] = await boss.fetch('run.plan', { batchSize: 1 });
  const taken = await values();
  expect(taken.get('rowmill_tasks_due run.plan')).toBe(1);
  expect(taken.get('rowmill_tasks_active run.plan')).toBe(1);
  await boss.complete('run.plan', job?.id ?? '');
  expect((await values()).get('rowmill_tasks_active run.plan')).toBe(0);
});

test('rows, batches, lag, errors and alarms are what the tables hold', async () => {
  const run = await createTestRun({
    columnNames: ['text'],
    rows: Array.from({ length: 10 }, (_, n) => [`row ${n}`]),
    items: [
      { rowIndex: 0, status: 'succeeded' },
      { rowIndex: 1, status: 'failed', cause: 'refused' },
    ],
    isPlanned: true,
  });
  await db().batch.update({
    where: { id: run.batchId },
    data: {
      ...{ status: 'submitted', providerBatchId: 'batch_1', submittedAt: new Date(Date.now() - 3_600_000) },
      ...{ polledAt: new Date(Date.now() - 100_000), succeeded: 1, failed: 1 },
    },
  });
  const draft = await createTestRun({ columnNames: ['text'], rows: [['x'], ['y'], ['z']] });
  const before = await values();
  expect(before.get('rowmill_rows waiting')).toBe(8);
  await db().run.update({ where: { id: draft.runId }, data: { status: 'queued', launchedAt: new Date() } });
  await countMetric('provider_errors', 'rate_limited');
  await countMetric('provider_errors', 'rate_limited');
  await countMetric('task_failures', 'batch.advance');
  await countMetric('tasks_given_up', 'run.plan');
  await countMetric('duplicate_submissions');
  const now = await values();
  expect(now.get('rowmill_rows waiting')).toBe(8 + 3);
  expect([now.get('rowmill_rows succeeded'), now.get('rowmill_rows failed')]).toEqual([1, 1]);
  expect([now.get('rowmill_batches submitted'), now.get('rowmill_batches planned')]).toEqual([1, 1]);
  expect(now.get('rowmill_rows_settled_total succeeded')).toBe(1);
  expect(now.get('rowmill_rows_settled_total failed')).toBe(1);
  expect(now.get('rowmill_poll_lag_seconds')).toBeGreaterThanOrEqual(70);
  expect(now.get('rowmill_poll_lag_seconds')).toBeLessThan(130);
  expect(now.get('rowmill_provider_errors_total rate_limited')).toBe(2);
  expect(now.get('rowmill_task_failures_total batch.advance')).toBe(1);
  expect(now.get('rowmill_tasks_given_up_total run.plan')).toBe(1);
  expect(now.get('rowmill_duplicate_submissions_total')).toBe(1);
  // The batch booked an answer whose row says nothing of its tokens: fine. One it never had: an alarm.
  expect([now.get('rowmill_alarms'), now.get('rowmill_runs_not_adding_up')]).toEqual([0, 0]);
  await db().batch.update({ where: { id: run.batchId }, data: { succeeded: 2 } });
  await checkRun({ id: run.runId, workspaceId: run.workspaceId });
  const alarmed = await values();
  expect([alarmed.get('rowmill_alarms'), alarmed.get('rowmill_runs_not_adding_up')]).toEqual([1, 1]);
});

test('signs of life are counted, and a sweep that stays away grows old', async () => {
  const now = Date.now();
  await db().workerProcess.createMany({
    data: [
      { id: 'w1', version: '1', seenAt: new Date(now) },
      { id: 'w2', version: '1', seenAt: new Date(now - 60_000) },
    ],
  });
  await countMetric('sweeps');
  expect((await values()).get('rowmill_workers')).toBe(1);
  expect((await values()).get('rowmill_last_sweep_age_seconds')).toBeLessThan(30);
  await db().metricCounter.updateMany({ where: { name: 'sweeps' }, data: { updatedAt: new Date(now - 600_000) } });
  expect((await values()).get('rowmill_last_sweep_age_seconds')).toBeGreaterThanOrEqual(600);
});

test('counting from many processes at once loses nothing', async () => {
  const before = (await values()).get('rowmill_provider_errors_total forbidden') ?? 0;
  await Promise.all(Array.from({ length: 60 }, () => countMetric('provider_errors', 'forbidden')));
  expect((await values()).get('rowmill_provider_errors_total forbidden')).toBe(before + 60);
});
