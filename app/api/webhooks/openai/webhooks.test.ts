import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool, pool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { raceOnTable } from '#lib/platform/db/test-race.ts';
import { closeQueue, enqueueLater, openQueue } from '#lib/platform/queue/queue.ts';
import { signWebhook, WEBHOOK_SECRET } from '#lib/providers/server/fixtures/sign-webhook.ts';
import { createTestRun } from '#lib/results/server/test-run.ts';
import { type ServedSandbox, serveSandbox } from '#lib/sandbox/serve.ts';
import { POST } from './route.ts';

const NEW_SECRET = 'whsec_bmV3LXNlY3JldC1uZXctc2VjcmV0';
const ADDRESS = 'http://localhost/api/webhooks/openai';

vi.stubEnv('OPENAI_WEBHOOK_SECRET', `${WEBHOOK_SECRET} ${NEW_SECRET}`);
provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

let served: ServedSandbox;
let batchId = '';
let providerBatchId = '';

beforeAll(async () => {
  const boss = await openQueue({ supervise: false });
  await boss.stop({ graceful: false });
  // Every time a task is sent or woken, whatever becomes of it.
  await pool().query(`
    create table wake (key text);
    create function note_wake() returns trigger language plpgsql as
      $$ begin insert into wake values (new.singleton_key); return null; end $$;
    create trigger note_wake after insert or update on pgboss.job for each row execute function note_wake()`);
  served = await serveSandbox({ handle: POST }, { port: 0 });
});

afterAll(() => served.close());

/** Each test has a batch of its own at the provider, on a connection of an account there. */
beforeEach(async () => {
  const run = await createTestRun({ columnNames: ['text'], rows: [['a']], isPlanned: true });
  batchId = run.batchId;
  providerBatchId = `batch_${newId('evt')}`;
  const { workspaceId } = run;
  await db().connection.updateMany({ where: { workspaceId }, data: { kind: 'openai', baseUrl: 'http://127.0.0.1:1' } });
  await db().batch.update({
    where: { id: batchId },
    data: { status: 'submitted', submittedAt: new Date(), providerBatchId },
  });
});

async function send({ headers, body }: { headers: Record<string, string>; body: BodyInit }): Promise<Response> {
  return POST(new Request(ADDRESS, { method: 'POST', headers, body }));
}

async function wakes(): Promise<number> {
  const { rows } = await pool().query<{ n: number }>('select count(*)::int as n from wake where key = $1', [batchId]);
  return rows[0]?.n ?? 0;
}

async function waitingTasks(): Promise<{ due: boolean }[]> {
  const { rows } = await pool().query<{ due: boolean }>(
    `select start_after <= now() as due from pgboss.job where singleton_key = $1 and state < 'active'`,
    [batchId],
  );
  return rows;
}

const receiptsOf = (id: string) => db().webhookReceipt.count({ where: { id } });

test('a signed event has its batch looked at now, although its next look was half an hour away', async () => {
  await enqueueLater('batch.advance', { batchId }, batchId, 1_800_000);
  expect(await waitingTasks()).toEqual([{ due: false }]);
  const id = newId('evt');
  const answer = await send(signWebhook(id, { providerBatchId }));
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  expect(await waitingTasks()).toEqual([{ due: true }]);
  const { workspaceId } = await db().batch.findUniqueOrThrow({ where: { id: batchId } });
  expect(await db().webhookReceipt.findUnique({ where: { id } })).toMatchObject({
    ...{ workspaceId, providerBatchId, type: 'batch.completed', receivedAt: expect.any(Date) },
  });
});

test('a forged, changed, old or unsigned event has no effect at all', async () => {
  const id = newId('evt');
  const good = signWebhook(id, { providerBatchId });
  const without = (name: string) => ({ ...good, headers: { ...good.headers, [name]: '' } });
  const deliveries = [
    without('webhook-id'),
    without('webhook-timestamp'),
    without('webhook-signature'),
    signWebhook(id, { providerBatchId }, { secret: 'whsec_c29tZWJvZHkgZWxzZQ==' }),
    { ...good, body: good.body.replace('completed', 'completeb') },
    { ...good, body: JSON.stringify(JSON.parse(good.body), null, 2) },
    signWebhook(id, { providerBatchId }, { atMs: Date.now() - 310_000 }),
    signWebhook(id, { providerBatchId }, { atMs: Date.now() + 310_000 }),
    signWebhook(id, { providerBatchId }, { atMs: Date.now() * 1000 }),
  ];
  for (const delivery of deliveries) {
    const answer = await send(delivery);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/\w{3,}.*\.$/) });
  }
  expect([await receiptsOf(id), await wakes()]).toEqual([0, 0]);
  expect((await send(good)).status).toBe(204);
});

test('while the secret is replaced, events signed with either are taken', async () => {
  for (const secret of [WEBHOOK_SECRET, NEW_SECRET]) {
    expect((await send(signWebhook(newId('evt'), { providerBatchId }, { secret }))).status).toBe(204);
  }
  expect(await wakes()).toBe(2);
});

test('an event delivered 100 times at once, and once more under a later timestamp, has one effect', async () => {
  const id = newId('evt');
  const answers = await Promise.all(Array.from({ length: 100 }, () => send(signWebhook(id, { providerBatchId }))));
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(100);
  // The work is done meanwhile, so that a second effect would be a second task.
  await pool().query('delete from pgboss.job');
  const later = signWebhook(id, { providerBatchId }, { atMs: Date.now() + 200_000 });
  expect((await send(later)).status).toBe(204);
  expect([await receiptsOf(id), await wakes(), (await waitingTasks()).length]).toEqual([1, 1, 0]);
});

test('of deliveries that are all about to be written down, one counts', async () => {
  const id = newId('evt');
  const works = Array.from({ length: 4 }, () => () => send(signWebhook(id, { providerBatchId })));
  const answers = await raceOnTable('webhook_receipt', works);
  expect(answers.map((answer) => answer.status === 'fulfilled' && answer.value.status)).toEqual(Array(4).fill(204));
  expect([await receiptsOf(id), await wakes()]).toEqual([1, 1]);
});

test('an event delivered to two web processes at once has one effect', { timeout: 60_000 }, async () => {
  const id = newId('evt');
  const delivery = signWebhook(id, { providerBatchId });
  const program = `
    const { POST } = await import('#app/api/webhooks/openai/route.ts');
    const [address, delivery] = JSON.parse(process.env.DELIVERY);
    const send = () => POST(new Request(address, { method: 'POST', ...delivery }));
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    console.log(JSON.stringify(answers.map((answer) => answer.status)));
    process.exit(0);`;
  const other = promisify(execFile)(
    'node_modules/.bin/node',
    ['--conditions=react-server', '--input-type=module', '-e', program],
    { env: { ...process.env, DELIVERY: JSON.stringify([ADDRESS, delivery]) } },
  );
  const isOver = other.then(
    () => true,
    () => true,
  );
  let here = 0;
  // Until the other process has ended: whenever it begins, this one is at it too.
  while (!(await Promise.race([isOver, send(delivery).then(() => false)]))) here++;
  expect(JSON.parse((await other).stdout)).toEqual(Array(50).fill(204));
  expect(here).toBeGreaterThan(0);
  expect([await receiptsOf(id), await wakes()]).toEqual([1, 1]);
});

test('events that contradict each other, in any order, change nothing by themselves', async () => {
  const before = await db().batch.findUnique({ where: { id: batchId } });
  for (const type of ['batch.completed', 'batch.failed', 'batch.cancelled', 'batch.expired', 'batch.completed']) {
    expect((await send(signWebhook(newId('evt'), { type, providerBatchId }))).status).toBe(204);
  }
  expect(await db().batch.findUnique({ where: { id: batchId } })).toEqual(before);
  expect(await waitingTasks()).toEqual([{ due: true }]);
});

test('an event of a batch that is over, however late, wakes nobody', async () => {
  await db().batch.update({
    where: { id: batchId },
    data: { status: 'completed', finishedAt: new Date(Date.now() - 72 * 3_600_000) },
  });
  expect((await send(signWebhook(newId('evt'), { providerBatchId }))).status).toBe(204);
  expect(await wakes()).toBe(0);
});

test('an event of nobody’s batch, of the sandbox’s, or about something else is answered and wakes nobody', async () => {
  const unknown = newId('evt');
  const about = (id: string, type: string, of: string) => send(signWebhook(id, { type, providerBatchId: of }));
  expect((await about(unknown, 'batch.completed', 'batch_of_somebody_else')).status).toBe(204);
  expect(await db().webhookReceipt.findUnique({ where: { id: unknown } })).toMatchObject({ workspaceId: null });
  const other = newId('evt');
  expect((await about(other, 'response.completed', providerBatchId)).status).toBe(204);
  expect(await receiptsOf(other)).toBe(0);
  await db().connection.updateMany({ where: { batches: { some: { id: batchId } } }, data: { kind: 'sandbox' } });
  expect((await about(newId('evt'), 'batch.completed', providerBatchId)).status).toBe(204);
  expect(await wakes()).toBe(0);
});

test('an event whose task cannot be sent is not noted, so that its next delivery counts', async () => {
  const id = newId('evt');
  await pool().query('alter table wake add constraint broken check (key is null) not valid');
  expect((await send(signWebhook(id, { providerBatchId }))).status).toBe(500);
  expect(await receiptsOf(id)).toBe(0);
  await pool().query('alter table wake drop constraint broken');
  expect((await send(signWebhook(id, { providerBatchId }))).status).toBe(204);
  expect([await receiptsOf(id), await wakes()]).toEqual([1, 1]);
});

test('2,000 events of one batch are all noted and make one task', { timeout: 60_000 }, async () => {
  const ids = Array.from({ length: 2_000 }, () => newId('evt'));
  const answers = await Promise.all(ids.map((id) => send(signWebhook(id, { providerBatchId }))));
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(2_000);
  expect(await db().webhookReceipt.count({ where: { providerBatchId } })).toBe(2_000);
  expect(await waitingTasks()).toEqual([{ due: true }]);
});

test('10 MB are refused over HTTP as soon as they are too many, and the connection is closed', async () => {
  const { headers } = signWebhook(newId('evt'), { providerBatchId });
  const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(['POST / HTTP/1.1', 'host: localhost', 'content-length: 10485760', ...lines, '', ''].join('\r\n'));
  socket.write('x'.repeat(65_537));
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  expect(answer).toContain('The body is larger than 64 KB.');
});
