import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { advanceBatch } from '#lib/runs/server/advance-batch.ts';

const AT_ONCE = 5;
const PATIENCE_MS = 4 * 60_000;
const signal = new AbortController().signal;

/** Takes every open batch of a run, without asking the queue whose it is, until none is left. */
export async function readAnswers(runId: string) {
  const started = performance.now();
  const found = { conflicts: 0, deadlocks: 0, others: [] as string[], ms: 0 };
  while (performance.now() - started < PATIENCE_MS) {
    const open = await db().batch.findMany({ where: { runId, finishedAt: null }, select: { id: true } });
    if (open.length === 0) break;
    const waiting = open.map(({ id }) => id);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let id = waiting.shift(); id; id = waiting.shift())
          await advanceBatch(id, signal).catch((error: unknown) => count(found, error));
      }),
    );
  }
  return { ...found, ms: Math.round(performance.now() - started) };
}

/** Whoever comes second is told so; nothing else may go wrong. */
function count(found: { conflicts: number; deadlocks: number; others: string[] }, error: unknown): void {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (error instanceof AppError && error.code === 'conflict') found.conflicts += 1;
  else if (/deadlock|40P01/i.test(words)) found.deadlocks += 1;
  else found.others.push(words);
}
