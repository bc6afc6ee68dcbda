import 'server-only';
import { type Db, db } from './db/client.ts';
import { log } from './log.ts';
import { VERSION } from './version.ts';

/** A worker that has not been seen for so long is not working. */
const WORKER_SEEN_WITHIN_SECONDS = 20;

/** Shorter than any load balancer waits. */
const ANSWER_WITHIN_MS = 2_000;

type Part = 'ok' | 'down';
export type Health = { status: Part; version: string; database: Part; worker: Part };

/** Whether the database answers and a worker is alive. Never throws, never takes longer than two seconds. */
export async function readHealth(): Promise<Health> {
  const seen = await Promise.race([findSeenWorker(), timeOut()]);
  const database: Part = seen === 'away' ? 'down' : 'ok';
  const worker: Part = seen === 'seen' ? 'ok' : 'down';
  return { status: database === 'ok' && worker === 'ok' ? 'ok' : 'down', version: VERSION, database, worker };
}

/** Whether any worker gave a sign of life within the last 20 seconds. Without one nothing is sent or read. */
export async function isWorkerSeen(db: Db): Promise<boolean> {
  const [worker] = await db.$queryRaw<{ isSeen: boolean }[]>`
    select exists (select from "worker_process"
      where "seenAt" > clock_timestamp() - ${WORKER_SEEN_WITHIN_SECONDS} * interval '1 second') as "isSeen"`;
  return worker?.isSeen ?? false;
}

async function findSeenWorker(): Promise<'seen' | 'none' | 'away'> {
  try {
    return (await isWorkerSeen(db())) ? 'seen' : 'none';
  } catch (error) {
    log().warn({ err: error }, 'The health check could not reach the database.');
    return 'away';
  }
}

async function timeOut(): Promise<'away'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('away'), ANSWER_WITHIN_MS).unref();
  });
}
