import 'server-only';
import { randomUUID } from 'node:crypto';
import { db } from '#lib/platform/db/client.ts';
import { log } from '#lib/platform/log.ts';
import { VERSION } from '#lib/platform/version.ts';

const EVERY_MS = 5_000;

/** Writes a sign of life every five seconds, which `GET /api/health` reads. */
export async function startHeartbeat(): Promise<{ stop(): Promise<void> }> {
  const id = randomUUID();
  await db().workerProcess.create({ data: { id, version: VERSION } });
  const timer = setInterval(() => {
    db()
      .workerProcess.updateMany({ where: { id }, data: { seenAt: new Date() } })
      .catch((error: unknown) => log().warn({ err: error }, 'The sign of life could not be written.'));
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await db().workerProcess.deleteMany({ where: { id } });
    },
  };
}
