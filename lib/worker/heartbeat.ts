import 'server-only';
import { randomUUID } from 'node:crypto';
import { db } from '#lib/platform/db/client.ts';
import { now, readClock } from '#lib/platform/db/clock.ts';
import { pool } from '#lib/platform/db/pool.ts';
import { log } from '#lib/platform/log.ts';
import { VERSION } from '#lib/platform/version.ts';

const EVERY_MS = 5_000;

/** Writes a sign of life every five seconds, which `GET /api/health` reads. */
export async function startHeartbeat(): Promise<{ stop(): Promise<void> }> {
  const id = randomUUID();
  await readClock(pool());
  await db().workerProcess.create({ data: { id, version: VERSION, startedAt: now(), seenAt: now() } });
  const beat = async () => {
    await readClock(pool());
    await db().workerProcess.updateMany({ where: { id }, data: { seenAt: now() } });
  };
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log().warn({ err: error }, 'The sign of life could not be written.'));
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await db().workerProcess.deleteMany({ where: { id } });
    },
  };
}
