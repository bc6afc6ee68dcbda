import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { createRun } from './create-run.ts';
import { listSampleRows } from './review-sample.ts';
import { type ApprovalWorld, createApprovalWorld } from './test-approvals.ts';

provideTestDatabase(closePool);

let world: ApprovalWorld;
beforeAll(async () => {
  world = await createApprovalWorld(null);
});

const make = async (change: Parameters<ApprovalWorld['input']>[0] = {}) =>
  (await createRun(world.ben, world.input(change))).runId;
const look = (runId: string) => listSampleRows(db(), world.workspaceId, runId);
const textOf = (row: Awaited<ReturnType<typeof look>>[number]) => row.sent?.user.map(({ text }) => text).join('');

/** A run that has an answer to one of its rows; the others wait. */
async function answer(runId: string, answered: number, outputs: string[]): Promise<void> {
  const run = await db().run.findUniqueOrThrow({ where: { id: runId }, select: { rowCount: true } });
  const items = Array.from({ length: run.rowCount }, (_, rowIndex) => ({
    ...{ runId, rowIndex, attemptsLeft: 1, status: 'waiting' as const },
    ...(rowIndex === answered && { status: 'succeeded' as const, attempts: 1, outputs }),
  }));
  const now = new Date();
  await db().$transaction([
    db().item.createMany({ data: items }),
    db().run.update({ where: { id: runId }, data: { plannedAt: now, status: 'running', launchedAt: now } }),
  ]);
}

test('before anybody asked the same, the first rows are shown as they are sent', async () => {
  const rows = await look(await make());
  expect(rows.map(textOf)).toEqual(['Sum up Dear all', 'Sum up Hello', 'Sum up Good day']);
  expect(rows.every(({ answered }) => answered === null)).toBe(true);
  expect(rows[0]?.sent?.user).toEqual([
    { text: 'Sum up ', isFromSheet: false },
    { text: 'Dear all', isFromSheet: true },
  ]);
  expect((await look(await make({ rows: { limit: 1 } }))).map(textOf)).toEqual(['Sum up Dear all']);
});

test('rows that were answered under the very same question are shown with the answer of the newest run', async () => {
  const old = await make();
  await answer(old, 1, ['old']);
  const tried = await make({ rows: { limit: 2 } });
  await answer(tried, 1, ['A greeting']);
  const other = await make({ prompt: { user: 'Translate {{text}}' } });
  await answer(other, 0, ['Liebe alle']);
  const simulated = await make({ connection: 'sandbox' });
  await answer(simulated, 2, ['invented']);
  const rows = await look(await make());
  expect(rows).toMatchObject([{ rowIndex: 1, answered: { runId: tried, outputs: ['A greeting'] } }]);
  expect(rows.map(textOf)).toEqual(['Sum up Hello']);
  // Tried alone, they tell of a run whose rows share requests, too.
  expect(await look(await make({ rowsPerRequest: 3 }))).toMatchObject([{ answered: { runId: tried } }]);
});

test('a run of another workspace is none', async () => {
  await expect(listSampleRows(db(), 'ws_other', await make())).rejects.toMatchObject({ code: 'not_found' });
});
