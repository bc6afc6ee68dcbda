import { afterEach, expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, withConnection, withTransaction } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { checkConservation, checkRun } from './check-conservation.ts';
import { insertItems } from './item-store.ts';

provideTestDatabase(closePool);

const ROWS = 60;
const BATCHES = 3;

afterEach(async () => {
  await db().$executeRaw`truncate "workspace", "item" cascade`;
});

/** A planned run of 60 rows in three batches at the provider; `answered` of the first batch's rows have their answer. */
async function makeRun(answered = 10) {
  const ids = { workspaceId: newId('ws'), datasetId: newId('ds'), runId: newId('run'), connectionId: newId('con') };
  const { workspaceId, datasetId, runId, connectionId } = ids;
  await db().workspace.create({ data: { id: workspaceId, name: 'Test' } });
  await db().connection.create({
    data: { id: connectionId, workspaceId, key: 'sandbox', name: 'Sandbox', kind: 'sandbox' },
  });
  await db().dataset.create({
    data: {
      ...{ id: datasetId, workspaceId, name: 'd', columns: [], encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ rowCount: ROWS, sizeBytes: 1, sha256: '' },
    },
  });
  await db().run.create({
    data: {
      ...{ id: runId, workspaceId, datasetId, connectionId, name: 'r', model: 'm', status: 'running' },
      ...{ prompt: {}, output: {}, parameters: {}, outputColumns: ['answer'], maxAttempts: 3, maxRequests: 20 },
      ...{ rowCount: ROWS, launchedAt: new Date() },
    },
  });
  const batchIds = Array.from({ length: BATCHES }, () => newId('bat'));
  await db().batch.createMany({
    data: batchIds.map((id, index) => ({
      ...{ id, workspaceId, runId, connectionId, number: index + 1, attempt: 1, submissionId: newId('sub') },
      ...{ requestCount: 20, status: 'submitted' as const, providerBatchId: `batch_${id}`, submittedAt: new Date() },
      ...(index === 0 && { succeeded: answered, inputTokens: 7 * answered, outputTokens: 2 * answered }),
      ...(index === 0 &&
        answered > 0 && { costPicoUsd: 5n * BigInt(answered), realtimePicoUsd: 10n * BigInt(answered) }),
    })),
  });
  await db().$transaction(async (tx) => {
    await insertItems(tx, { id: runId, rowCount: ROWS, maxAttempts: 3, rowsPerBatch: 20 }, batchIds);
    await tx.run.update({ where: { id: runId }, data: { plannedAt: new Date() } });
  });
  await db().item.updateMany({
    where: { runId, rowIndex: { lt: answered } },
    data: { status: 'succeeded', inputTokens: 7, outputTokens: 2, costPicoUsd: 5n, realtimePicoUsd: 10n },
  });
  return { id: runId, workspaceId, datasetId };
}

/** Changes the tables as no transaction of ours could: no trigger fires and no constraint is asked. */
async function damage(sql: string, values: unknown[]): Promise<void> {
  await withTransaction(async (connection) => {
    await connection.query('set local session_replication_role = replica');
    await connection.query(sql, values);
  });
}

async function counters(runId: string): Promise<Record<string, number>> {
  const rows = await db().runCounter.findMany({ where: { runId } });
  return Object.fromEntries(rows.filter((row) => row.count > 0).map((row) => [row.status, row.count]));
}

test.each([
  ['an item is deleted', `delete from item where "runId" = $1 and "rowIndex" = 7`],
  ['an item is added', `insert into item ("runId", "rowIndex", status, "attemptsLeft") values ($1, 60, 'waiting', 1)`],
  ['a counter is edited', `update run_counter set count = count + 1 where "runId" = $1 and status = 'failed'`],
  ['a counter is deleted', `delete from run_counter where "runId" = $1 and status = 'in_flight'`],
  ['the run gets another row', `update run set "rowCount" = "rowCount" + 1 where id = $1`],
])('nothing is committed when %s', async (_, sql) => {
  const run = await makeRun();
  const refused = withTransaction((connection) => connection.query(sql, [run.id]));
  await expect(refused).rejects.toMatchObject({
    code: '23514',
    message: expect.stringMatching(/^Run run_\w+ has 6[01] rows, but \d+ would be accounted for \(\d waiting.*\)/),
  });
  expect(await counters(run.id)).toEqual({ in_flight: 50, succeeded: 10 });
  expect(await db().item.count({ where: { runId: run.id } })).toBe(ROWS);
});

test('a run cannot be called planned before it has an item of every row', async () => {
  const run = await makeRun();
  await db().run.update({ where: { id: run.id }, data: { plannedAt: null } });
  await db().item.deleteMany({ where: { runId: run.id, rowIndex: 59 } });
  const refused = db().run.update({ where: { id: run.id }, data: { plannedAt: new Date() } });
  await expect(refused).rejects.toThrow('has 60 rows, but 59 would be accounted for');
});

test('what adds up again before the end of its transaction is not refused, and a run is deleted with its rows', async () => {
  const run = await makeRun();
  await withTransaction(async (connection) => {
    await connection.query(`delete from item where "runId" = $1 and "rowIndex" >= 50`, [run.id]);
    await connection.query(
      `insert into item ("runId", "rowIndex", status, "attemptsLeft") select $1, n, 'waiting', 1 from generate_series(50, 59) n`,
      [run.id],
    );
  });
  expect(await counters(run.id)).toEqual({ in_flight: 40, succeeded: 10, waiting: 10 });
  await db().run.delete({ where: { id: run.id } });
  expect(await db().item.count({ where: { runId: run.id } })).toBe(0);
});

test('many transactions on one run at once neither wait in a circle nor see half of each other', async () => {
  const run = await makeRun(0);
  const statuses = ['waiting', 'failed', 'succeeded', 'canceled', 'skipped', 'in_flight'];
  const mover = async (place: number) => {
    for (let turn = 0; turn < 12; turn++) {
      const status = statuses[(turn + place) % statuses.length];
      await withTransaction(async (connection) => {
        const sql = `update item set status = $2::"ItemStatus", cause = 'c' where "runId" = $1 and "rowIndex" % 8 = $3`;
        await connection.query(sql, [run.id, status, place]);
      });
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, place) => mover(place)));
  const real = await db().item.groupBy({ by: ['status'], where: { runId: run.id }, _count: true });
  expect(await counters(run.id)).toEqual(Object.fromEntries(real.map((row) => [row.status, row._count])));
});

test('the check of a sound run finds nothing and writes nothing', async () => {
  const run = await makeRun();
  expect(await checkRun(run)).toBeNull();
  expect(await db().runEvent.count()).toBe(0);
  expect(await db().runCheck.findUnique({ where: { runId: run.id } })).toMatchObject({ difference: null });
});

test.each([
  [
    'a row is gone',
    `delete from item where "runId" = $1 and "rowIndex" = 55`,
    'The run has 60 rows, but 59 are there.',
  ],
  [
    'one row changed its status behind the counters',
    `update item set status = 'failed', cause = 'refused' where "runId" = $1 and "rowIndex" = 55`,
    '50 rows counted as in progress, but there are 49. 0 rows counted as failed, but there are 1.',
  ],
  [
    'two counters are wrong and their sum is right',
    `update run_counter set count = count + case status when 'failed' then 1 else -1 end where "runId" = $1 and status in ('failed', 'in_flight')`,
    '49 rows counted as in progress, but there are 50. 1 row counted as failed, but there are 0.',
  ],
  [
    'a row is outside of the sheet',
    `update item set "rowIndex" = 60 where "runId" = $1 and "rowIndex" = 59`,
    '1 row outside of the sheet.',
  ],
  [
    'a batch ended without its rows',
    `update batch set status = 'completed', "finishedAt" = now() where "runId" = $1 and number = 3`,
    '20 rows in progress in a batch that is over: no answer can come for them.',
  ],
  [
    'the run ended without its rows',
    `update run set status = 'completed_with_failures', "finishedAt" = now() where id = $1`,
    'The run is over, but 50 rows not settled.',
  ],
  [
    'a batch booked one answer too many',
    `update batch set succeeded = succeeded + 1 where "runId" = $1 and number = 1`,
    'The rows hold 10 answers, but the batches booked 11.',
  ],
  [
    'one token is missing',
    `update item set "outputTokens" = 1 where "runId" = $1 and "rowIndex" = 0`,
    'The rows hold 19 output tokens, but the batches booked 20.',
  ],
  [
    'the provider counts one token more than is booked',
    `update batch set status = 'completed', "finishedAt" = now(), "reportedInputTokens" = 71, "reportedOutputTokens" = 20 where "runId" = $1 and number = 1`,
    "Batch 1 took 71 input tokens by the provider's own count, but 70 are booked.",
  ],
  [
    'the provider counts one token less than is booked, where one answer came without its tokens',
    `update batch set status = 'completed', "finishedAt" = now(), "reportedOutputTokens" = 19, "unpricedAnswers" = 1 where "runId" = $1 and number = 1`,
    "Batch 1 took 19 output tokens by the provider's own count, but 20 are booked.",
  ],
  [
    'the provider counts one token less than is booked, where a row came back without a word',
    `update batch set status = 'completed', "finishedAt" = now(), "reportedOutputTokens" = 19, "unsureAnswers" = 1 where "runId" = $1 and number = 1`,
    "Batch 1 took 19 output tokens by the provider's own count, but 20 are booked.",
  ],
  [
    'one pico-dollar is missing',
    `update batch set "costPicoUsd" = "costPicoUsd" - 1 where "runId" = $1 and number = 1`,
    'The rows cost $0.00000000005, but the batches booked $0.000000000049.',
  ],
])('the check raises an alarm when %s', async (_, sql, words) => {
  const run = await makeRun();
  await damage(sql, [run.id]);
  expect(await checkRun(run)).toContain(words);
  const [event, ...others] = await db().runEvent.findMany({ where: { runId: run.id } });
  expect(others).toEqual([]);
  expect(event).toMatchObject({ kind: 'alarm', message: expect.stringContaining(words) });
});

test('an alarm is written once while it stays the same, and its end is written too', async () => {
  const run = await makeRun();
  await damage(`update batch set succeeded = 11 where "runId" = $1 and number = 1`, [run.id]);
  await checkRun(run);
  await checkRun(run);
  expect(await db().runEvent.count({ where: { kind: 'alarm' } })).toBe(1);
  await damage(`update batch set succeeded = 12 where "runId" = $1 and number = 1`, [run.id]);
  await checkRun(run);
  expect(await db().runEvent.count({ where: { kind: 'alarm' } })).toBe(2);
  await damage(`update batch set succeeded = 10 where "runId" = $1 and number = 1`, [run.id]);
  await checkRun(run);
  const last = await db().runEvent.findFirst({ orderBy: { id: 'desc' } });
  expect(last?.message).toBe('The rows of this run add up again.');
});

test('a sweep checks what is due, the least recently checked first, and stops when its time is up', async () => {
  const [first, second, third] = [await makeRun(), await makeRun(), await makeRun()];
  expect(await checkConservation(0)).toBe(1);
  expect(await checkConservation()).toBe(2);
  expect(await checkConservation()).toBe(0);
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await db().runCheck.update({ where: { runId: first.id }, data: { checkedAt: ago(6) } });
  await db().runCheck.update({ where: { runId: second.id }, data: { checkedAt: ago(7) } });
  expect(await checkConservation(0)).toBe(1);
  const { checkedAt } = await db().runCheck.findUniqueOrThrow({ where: { runId: second.id } });
  expect(checkedAt.getTime()).toBeGreaterThan(ago(1).getTime());
  expect(await checkConservation()).toBe(1);
  // A run that ends is due at once, however lately it was checked.
  // The two clocks, of the check and of the end, may differ by a little.
  await db().runCheck.update({ where: { runId: third.id }, data: { checkedAt: ago(1) } });
  await damage(
    `update run set status = 'canceled', "finishedAt" = clock_timestamp() - interval '10 seconds' where id = $1`,
    [third.id],
  );
  expect(await checkConservation()).toBe(1);
  expect(await checkConservation()).toBe(0);
});

test('a check that runs while rows move sees them all in one place', async () => {
  const run = await makeRun(0);
  let isMoving = true;
  const move = withConnection(async (connection) => {
    for (let row = 0; row < 200; row++) {
      const status = row % 2 === 0 ? 'failed' : 'in_flight';
      const sql = `update item set status = $2::"ItemStatus", cause = 'c' where "runId" = $1 and "rowIndex" >= $3`;
      await connection.query(sql, [run.id, status, row % ROWS]);
    }
    isMoving = false;
  });
  let looks = 0;
  while (isMoving) {
    expect(await checkRun(run)).toBeNull();
    looks += 1;
  }
  await move;
  expect(looks).toBeGreaterThan(3);
});
