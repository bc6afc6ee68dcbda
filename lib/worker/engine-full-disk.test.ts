import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { toShownError } from '#lib/platform/http/shown-error.ts';
import { provideEngine } from './engine-harness.ts';
import { provideSmallDisk, type SmallDisk } from './small-disk.ts';

let disk: SmallDisk | undefined;
// Before the engine's own, so that this comes after the database is dropped.
afterAll(() => disk?.remove());

const engine = provideEngine();

beforeAll(async () => {
  disk = await provideSmallDisk(['item', 'dataset_row']);
});

const ROWS = Array.from({ length: 3_000 }, (_, n) => [`row ${n} with a few words more`]);

test('a full disk refuses an upload in words and keeps nothing of it; a run waits, and goes on once there is room', {
  timeout: 120_000,
}, async () => {
  const datasetId = await engine.makeDataset(ROWS.slice(0, 1_000), ['text']);
  const before = await db().dataset.count();
  await disk?.fill();
  const refused = await engine.makeDataset(ROWS, ['text']).catch((error: unknown) => toShownError(error, 'test'));
  expect(refused).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('The disk of the database is full'),
  });
  expect(await db().dataset.count()).toBe(before);

  const runId = await engine.launch({ datasetId, batch: { maxRequests: 250 } });
  // Its first planning has failed and is put off, not given up.
  await expect
    .poll(() => db().$queryRaw`select 1 as tried from pgboss.job where name = 'run.plan' and state = 'retry'`, {
      timeout: 30_000,
    })
    .toEqual([{ tried: 1 }]);
  expect(await db().item.count({ where: { runId } })).toBe(0);
  await disk?.free();
  const run = await engine.untilOver(runId, 80_000);
  expect(run.counts).toMatchObject({ total: 1_000, succeeded: 1_000 });
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  expect(paid).toHaveLength(4);
  expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
});
