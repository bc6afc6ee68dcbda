import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine({ pace: { validatingMs: 0, runMs: () => 1_500, finalizingMs: 0, cancelingMs: 0 } });

/** What the migration of a next release may do while this one is at work: add, and nothing else. */
const NEXT_RELEASE = [
  'alter table "item" add column "next" text',
  `alter table "batch" add column "next" text not null default 'x'`,
  'alter table "run" add column "next" jsonb',
  `alter type "BatchStatus" add value 'archived'`,
  'create table "next" ("id" text primary key)',
  'create index "next_index" on "batch" ("next")',
];

test('a migration that only adds may run while this version is in the middle of a run', {
  timeout: 90_000,
}, async () => {
  const datasetId = await engine.makeDataset(
    Array.from({ length: 120 }, (_, n) => [`row ${n}`]),
    ['text'],
  );
  const runId = await engine.launch({ datasetId, batch: { maxRequests: 40 } });
  await engine.until(runId, (run) => run.batches.some((batch) => batch.status === 'submitted'));
  for (const statement of NEXT_RELEASE) await db().$executeRawUnsafe(statement);
  // A worker of the next release may say more in a task than this one knows of.
  await db().$executeRaw`update pgboss.job set data = data || '{"next": true}' where state < 'active'`;
  const run = await engine.untilOver(runId, 60_000);
  expect(run.counts).toMatchObject({ total: 120, succeeded: 120 });
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === runId);
  expect(paid).toHaveLength(3);
  expect(run.usage.inputTokens).toBe(paid.reduce((sum, entry) => sum + entry.billedInputTokens, 0));
});
