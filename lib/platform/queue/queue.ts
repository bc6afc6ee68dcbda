import 'server-only';
import { fromPrisma, PgBoss } from 'pg-boss';
import type { Tx } from '#lib/platform/db/client.ts';
import { CONNECTION } from '#lib/platform/db/pool.ts';
import { env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';
import { TASKS, type TaskName, type TaskPayload } from './tasks.ts';

const globalForQueue = globalThis as typeof globalThis & { rowmillQueue?: Promise<PgBoss> };

/** How long after its last sign of life a worker's task is given to another one; the queue's own minimum. */
const HEARTBEAT_SECONDS = 10;
const SUPERVISE_SECONDS = 5;

/**
 * Sends a task through the caller's transaction: it exists if and only if the transaction commits. At most one task
 * of a name and key waits at a time; sending it again wakes the waiting one now, even one that was to run later.
 */
export async function enqueue<N extends TaskName>(
  tx: Tx,
  name: N,
  payload: TaskPayload<N>,
  key: string,
): Promise<void> {
  const boss = await queue();
  await boss.upsert(name, payload, { ...keyed(key), startAfter: 0, db: fromPrisma(tx) });
}

/** Sends many tasks at once, for things that are new and have no task yet. */
export async function enqueueAll<N extends TaskName>(
  tx: Tx,
  name: N,
  tasks: readonly { payload: TaskPayload<N>; key: string }[],
): Promise<void> {
  if (tasks.length === 0) return;
  const boss = await queue();
  const jobs = tasks.map(({ payload, key }) => ({ name, data: payload, ...keyed(key) }));
  await boss.insert(name, jobs, { db: fromPrisma(tx) });
}

/** Sends a task that runs `afterMs` from now, unless one of that name and key waits already (it may have been woken). */
export async function enqueueLater<N extends TaskName>(
  name: N,
  payload: TaskPayload<N>,
  key: string,
  afterMs: number,
): Promise<void> {
  const boss = await queue();
  await boss.send(name, payload, { ...keyed(key), startAfter: afterMs / 1000 });
}

/** One waiting task a key (`short` below), and one at work a key: workers fetch no task of a group that has one at work. */
function keyed(key: string) {
  return { singletonKey: key, group: { id: key } };
}

/** The queue of this process, for sending. Workers use `openQueue` with supervision. */
export function queue(): Promise<PgBoss> {
  globalForQueue.rowmillQueue ??= openQueue({ supervise: false }).catch((error: unknown) => {
    // A database that is not up yet must not spoil the process for ever: the next call tries again.
    delete globalForQueue.rowmillQueue;
    throw error;
  });
  return globalForQueue.rowmillQueue;
}

/** Makes `boss` the queue this process sends through. */
export function sendThrough(boss: PgBoss): void {
  globalForQueue.rowmillQueue = Promise.resolve(boss);
}

/** Starts the queue (its tables are created on the first start) and declares every task's queue. */
export async function openQueue(options: { supervise: boolean }): Promise<PgBoss> {
  const boss = new PgBoss({
    ...CONNECTION,
    connectionString: env.DATABASE_URL,
    application_name: 'rowmill-queue',
    max: options.supervise ? 6 : 2,
    supervise: options.supervise,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    useListenNotify: options.supervise,
  });
  boss.on('error', (error) => log().warn({ err: error }, 'The task queue had an error.'));
  await boss.start();
  for (const name of Object.keys(TASKS)) await declareQueue(boss, name);
  return boss;
}

async function declareQueue(boss: PgBoss, name: string): Promise<void> {
  // Creating a queue takes locks that working queues wait for, so it is done once in the life of a database.
  if (await boss.getQueue(name)) return;
  await boss.createQueue(name, {
    // Not `stately`, which would also keep one at work a key: it learns which are from a list that is seconds old, and leaves
    // the task of a dead worker lying for so long.
    policy: 'short',
    notify: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    // A worker that is killed costs a try, so tries are plenty; the pauses keep a broken task from spinning.
    retryLimit: 200,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 30,
    expireInSeconds: 3 * 60 * 60,
    // Every look at a batch leaves a finished task behind; a day of them, for thousands of batches, would be millions.
    deleteAfterSeconds: 60 * 60,
  });
}

/** Closes the queue this process sends through; for tests and shutdown. */
export async function closeQueue(): Promise<void> {
  const open = globalForQueue.rowmillQueue;
  delete globalForQueue.rowmillQueue;
  await (await open)?.stop({ graceful: false });
}
