import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { loadTokenCounter } from '#lib/pricing/tokens.ts';
import { emptyDraft } from '#lib/runs/draft-form.ts';
import { RunEstimate } from '#lib/runs/run-estimate.ts';
import { getDraftCount, getRunCount } from './draft-count.ts';
import { priceDraft } from './price-draft.ts';
import { releaseCounts } from './token-counts.ts';

const ACTOR = { workspaceId: 'ws_one', userId: null, role: 'owner', name: 'Ann' } as never;
const ROWS = 3_000;
/** Long rows stand at the end, so that their number is no guess of an even sample. */
const cellOf = (row: number) => (row > 2_990 ? `${'word '.repeat(3_000)}${row}` : `row ${row}`);

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
  await db().connection.create({
    data: { id: 'con_one', workspaceId: 'ws_one', key: 'sandbox', name: 'Sandbox', kind: 'sandbox', isDefault: true },
  });
  await db().dataset.create({
    data: {
      ...{ id: 'ds_one', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [{ name: 'text', type: 'text', emptyCount: 0 }], rowCount: ROWS, sizeBytes: 1, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: Array.from({ length: ROWS }, (_, rowIndex) => ({
      datasetId: 'ds_one',
      rowIndex,
      values: [cellOf(rowIndex)],
    })),
  });
});

async function makeDraft(id: string, user: string) {
  const form = emptyDraft({ user, model: 'gpt-4o-mini', connection: 'sandbox', reached: 'launch' });
  await db().runDraft.create({
    data: { id, workspaceId: 'ws_one', datasetId: 'ds_one', name: '', form, version: 1, updatedAt: new Date() },
  });
  return { draftId: id, version: 1 };
}

/** Asks as an open launch step does, until there is no more to ask. */
async function untilCounted(draft: { draftId: string; version: number }) {
  return vi.waitFor(
    async () => {
      const count = await getDraftCount('ws_one', draft);
      expect(['done', 'none', 'failed']).toContain(count.state);
      return count;
    },
    { timeout: 20_000, interval: 50 },
  );
}

test('every row is counted in a thread, kept, and in the next price, exactly', async () => {
  const draft = await makeDraft('drf_one', 'Say it: {{text}}');
  const { receipt: first } = await priceDraft(ACTOR, draft);
  expect(first).toMatchObject({ inputTokensExact: false, isCounted: false, countedRequests: 1_000 });
  expect(await untilCounted(draft)).toMatchObject({ state: 'done' });
  const { receipt, run } = await priceDraft(ACTOR, draft);
  const { requestTokens } = await loadTokenCounter();
  let tokens = 0;
  for (let row = 0; row < ROWS; row++) tokens += requestTokens({ user: `Say it: ${cellOf(row)}` });
  expect(receipt).toMatchObject({
    inputTokensExact: true,
    isCounted: true,
    countedRequests: ROWS,
    inputTokens: tokens,
  });
  expect(receipt.expectedUsd).toBe(run.cost.estimate.expectedUsd);
  expect(await getDraftCount('ws_one', draft)).toMatchObject({ state: 'none' });
});

test('a count is another one for another question, and the same one for another draft of the same', async () => {
  const again = await makeDraft('drf_again', 'Say it: {{text}}');
  expect((await priceDraft(ACTOR, again)).receipt).toMatchObject({ isCounted: true, countedRequests: ROWS });
  const other = await makeDraft('drf_other', 'Sing it: {{text}}');
  expect((await priceDraft(ACTOR, other)).receipt).toMatchObject({ isCounted: false });
});

test('only the price of the draft as it stands is counted for, and only in its workspace', async () => {
  const draft = await makeDraft('drf_later', 'Shout it: {{text}}');
  expect(await getDraftCount('ws_one', draft)).toMatchObject({ state: 'none' });
  await priceDraft(ACTOR, draft);
  expect(await getDraftCount('ws_one', { ...draft, version: 2 })).toMatchObject({ state: 'none' });
  await expect(getDraftCount('ws_two', draft)).rejects.toMatchObject({ code: 'not_found' });
});

test('a run that a program prepared is counted as well, and has its exact price by the time that is said', async () => {
  const draft = await makeDraft('drf_prepared', 'Whisper it: {{text}}');
  const { run } = await priceDraft(ACTOR, draft);
  await db().runDraft.delete({ where: { id: draft.draftId } });
  await db().run.update({ where: { id: run.id }, data: { estimate: Prisma.DbNull } });
  const states = new Set<string>();
  await vi.waitFor(
    async () => {
      const { state } = await getRunCount('ws_one', run.id);
      states.add(state);
      expect(state).toBe('none');
    },
    { timeout: 20_000, interval: 50 },
  );
  expect(states).toContain('done');
  const { estimate } = await db().run.findUniqueOrThrow({ where: { id: run.id }, select: { estimate: true } });
  expect(estimate).toMatchObject({ exact: true, isCounted: true, countedRequests: ROWS });
  await expect(getRunCount('ws_two', run.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a count that its draft lets go of ends its thread, and keeps nothing', async () => {
  const draft = await makeDraft('drf_gone', 'Cry it: {{text}}');
  const { run } = await priceDraft(ACTOR, draft);
  expect(await getDraftCount('ws_one', draft)).toMatchObject({ state: 'counting', total: ROWS });
  releaseCounts(run.id, null);
  const { countKey } = RunEstimate.parse(
    (await db().run.findUniqueOrThrow({ where: { id: run.id }, select: { estimate: true } })).estimate,
  );
  // Another count, begun after it, is done: this one would have been.
  await untilCounted(await pricedDraft('drf_after', 'Laugh at it: {{text}}'));
  expect(await db().tokenCount.count({ where: { key: countKey ?? '' } })).toBe(0);
});

async function pricedDraft(id: string, user: string) {
  const draft = await makeDraft(id, user);
  await priceDraft(ACTOR, draft);
  return draft;
}
