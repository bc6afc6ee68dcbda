import { expect, test } from 'vitest';
import { parseUsd } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { listCosts } from '#lib/reports/server/cost-queries.ts';
import { emptyDraft, type RunDraft } from '#lib/runs/draft-form.ts';
import { checkRun } from '#lib/runs/server/check-conservation.ts';
import { discardDraft, saveDraft } from '#lib/runs/server/draft-queries.ts';
import { listTries } from '#lib/runs/server/list-tries.ts';
import { launchPricedDraft, priceDraft } from '#lib/runs/server/price-draft.ts';
import { listRuns } from '#lib/runs/server/run-list.ts';
import { listRunViews } from '#lib/runs/server/run-view.ts';
import { startDraft } from '#lib/runs/server/start-draft.ts';
import { offerTry, startTry } from '#lib/runs/server/start-try.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();

const READY = { user: 'Say something about {{text}}', model: 'gpt-4o-mini', connection: 'sandbox' };
const TWENTY = { rows: 20, from: 'spread' } as const;

async function makeDraft(rows: number, change: Partial<RunDraft> = {}) {
  const cells = Array.from({ length: rows }, (_, n) => [`row ${n} ${crypto.randomUUID()}`, n % 2 === 0 ? 'a' : 'b']);
  const datasetId = await engine.makeDataset(cells, ['text', 'right']);
  const { draftId } = await startDraft(engine.actor, { datasetId });
  const { version } = await save(draftId, 0, change, datasetId);
  return { draftId, version, datasetId };
}

function save(draftId: string, version: number, change: Partial<RunDraft>, datasetId: string) {
  const form = emptyDraft({ ...READY, ...change });
  return saveDraft(engine.actor.workspaceId, { draftId, version, datasetId, form });
}

const triesOf = (draftId: string) => listTries(engine.actor.workspaceId, draftId);

test('a try asks its rows now, spread over the sheet, at the price it was shown, and is booked as tried', async () => {
  const { draftId, version } = await makeDraft(200);
  const offer = await offerTry(engine.actor.workspaceId, { draftId, version, ...TWENTY });
  expect(offer).toMatchObject({ rows: 20, model: 'gpt-4o-mini', simulated: true });
  expect(parseUsd(offer.aboutUsd ?? '')).toBeGreaterThan(0n);
  const { runId } = await startTry(engine.actor, { draftId, version, ...TWENTY });
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({
    status: 'succeeded',
    counts: { total: 20, succeeded: 20 },
    cost: { savedUsd: '0.000000' },
  });
  const { tries, spentUsd } = await triesOf(draftId);
  expect(tries).toHaveLength(1);
  expect(tries[0]).toMatchObject({
    id: runId,
    isOver: true,
    isCurrent: true,
    answered: 20,
    failed: 0,
    columns: ['text'],
  });
  expect(tries[0]?.rows.map((row) => row.rowIndex)).toEqual(Array.from({ length: 20 }, (_, n) => 5 + 10 * n));
  expect(spentUsd).toBe(run.cost.nowUsd);
  expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
  const today = new Date().toISOString().slice(0, 10);
  const costs = await listCosts(
    db(),
    { workspaceId: engine.actor.workspaceId },
    { from: today, to: today },
    { by: 'run' },
  );
  expect(costs.find((line) => line.key === runId)).toMatchObject({ triedPicoUsd: parseUsd(run.cost.nowUsd ?? '') });
});

test('tries are listed with their draft and nowhere else, and stay booked when it is discarded', async () => {
  const { draftId, version } = await makeDraft(12);
  const { runId } = await startTry(engine.actor, { draftId, version, rows: 10, from: 'top' });
  await engine.untilOver(runId);
  const { workspaceId } = engine.actor;
  const listed = await listRunViews(db(), workspaceId, { limit: 100 });
  expect(listed.data.map((run) => run.id)).not.toContain(runId);
  const page = await listRuns(db(), workspaceId, { group: null, name: '', page: 1, pageSize: 100 });
  expect(page.runs.map((run) => run.id)).not.toContain(runId);
  await discardDraft(workspaceId, draftId);
  expect(await db().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ triedDraftId: null });
});

test('the answers say what the whole run costs, and at temperature 0 the run takes them instead of asking again', async () => {
  const { draftId, version } = await makeDraft(60, { temperature: '0' });
  const before = await priceDraft(engine.actor, { draftId, version });
  const { runId } = await startTry(engine.actor, { draftId, version, ...TWENTY });
  await engine.untilOver(runId);
  const { run, receipt } = await priceDraft(engine.actor, { draftId, version });
  expect(receipt.outputAssumption).not.toBe(before.receipt.outputAssumption);
  expect(receipt.reusable).toMatchObject({ rows: 20, isReused: true });
  await launchPricedDraft(engine.actor, { draftId, version });
  const done = await engine.untilOver(run.id);
  expect(done).toMatchObject({ status: 'succeeded', reusedRows: 20, counts: { succeeded: 60 } });
  const paid = (await engine.sandbox.ledger()).filter((entry) => entry.metadata?.run === run.id);
  expect(paid.reduce((sum, entry) => sum + entry.requests, 0)).toBe(40);
});

test('after a change of the instruction the tries before stay to be compared with, and accuracy is counted', async () => {
  const label = { answerKind: 'label', labels: 'a\nb', goldColumn: 'right' } as const;
  const { draftId, version, datasetId } = await makeDraft(30, label);
  await engine.untilOver((await startTry(engine.actor, { draftId, version, rows: 10, from: 'top' })).runId);
  const changed = await save(draftId, version, { ...label, user: 'Which letter fits {{text}}' }, datasetId);
  await expect(startTry(engine.actor, { draftId, version, ...TWENTY })).rejects.toMatchObject({ code: 'conflict' });
  await engine.untilOver((await startTry(engine.actor, { draftId, ...changed, rows: 10, from: 'top' })).runId);
  const { tries } = await triesOf(draftId);
  expect(tries.map((one) => [one.isCurrent, one.instruction, one.judged])).toEqual([
    [true, 'Which letter fits {{text}}', 10],
    [false, READY.user, 10],
  ]);
  for (const one of tries) expect(one.right).toBe(one.rows.filter((row) => row.answer === row.gold).length);
});

test('two clicks on Try are one try', async () => {
  const { draftId, version } = await makeDraft(40);
  engine.faults.now = '429';
  const clicks = await Promise.allSettled(
    Array.from({ length: 5 }, () => startTry(engine.actor, { draftId, version, ...TWENTY })),
  );
  delete engine.faults.now;
  expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1);
  expect((await triesOf(draftId)).tries).toHaveLength(1);
});

test('a connection that answers no single requests says so, and nothing is paid', async () => {
  const { draftId, version } = await makeDraft(15);
  engine.faults.now = 'not-there';
  const { runId } = await startTry(engine.actor, { draftId, version, rows: 10, from: 'top' });
  const run = await engine.untilOver(runId);
  delete engine.faults.now;
  expect(run).toMatchObject({
    status: 'completed_with_failures',
    counts: { failed: 10 },
    cost: { nowUsd: '0.000000' },
  });
  const { tries } = await triesOf(draftId);
  expect(tries[0]?.rows[0]?.error).toContain('answers single requests (404)');
});

/** Long enough that sharing them pays. */
const TOPICS = Array.from({ length: 40 }, (_, n) => `topic_number_${n}`).join('\n');
const SHARING = { answerKind: 'label', labels: TOPICS, rowsPerRequest: '5', user: 'Topic of {{text}}?' } as const;

test('rows can be tried together, as the run would ask them, and compared with those that were tried alone', async () => {
  const { draftId, version } = await makeDraft(40, SHARING);
  const asked = { draftId, version, rows: 10, from: 'top' } as const;
  const [alone, shared] = await Promise.all(
    [false, true].map((together) => offerTry(engine.actor.workspaceId, { ...asked, together })),
  );
  expect(parseUsd(shared?.aboutUsd ?? '')).toBeLessThan(parseUsd(alone?.aboutUsd ?? '') ?? 0n);
  const first = await startTry(engine.actor, asked);
  expect(await engine.untilOver(first.runId)).toMatchObject({ counts: { succeeded: 10 } });
  const { runId } = await startTry(engine.actor, { ...asked, together: true });
  const run = await engine.untilOver(runId);
  expect(run).toMatchObject({
    status: 'succeeded',
    counts: { succeeded: 10 },
    batches: [{ requestCount: 2, rowCount: 10 }],
  });
  expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
  const items = await db().item.findMany({ where: { runId }, orderBy: { rowIndex: 'asc' } });
  expect(items.map((item) => [item.packRow, item.packSize])).toEqual(
    Array.from({ length: 10 }, (_, n) => [n < 5 ? 0 : 5, 5]),
  );
  const { tries } = await triesOf(draftId);
  expect(tries).toMatchObject([
    { id: runId, rowsPerRequest: 5, isCurrent: true, answered: 10 },
    { id: first.runId, rowsPerRequest: 1, isCurrent: true, answered: 10 },
  ]);
  expect(tries[0]?.rows.map((row) => row.answer)).toEqual(tries[1]?.rows.map((row) => row.answer));
});

test('an answer to several tried rows that is lost is lost for all of them, and none is asked twice', async () => {
  const { draftId, version } = await makeDraft(12, SHARING);
  let calls = 0;
  engine.faults.now = () => (++calls === 1 ? 'drop-after' : null);
  const { runId } = await startTry(engine.actor, { draftId, version, rows: 10, from: 'top', together: true });
  const run = await engine.untilOver(runId);
  delete engine.faults.now;
  expect(run).toMatchObject({ counts: { succeeded: 5, failed: 5 } });
  expect(calls).toBe(2);
  const failed = await db().item.findMany({ where: { runId, status: 'failed' } });
  expect(failed.map((item) => item.cause)).toEqual(Array(5).fill('answer_lost'));
  expect(new Set(failed.map((item) => item.packRow)).size).toBe(1);
  expect(await db().sentRequest.count({ where: { batchId: { in: run.batches.map((batch) => batch.id) } } })).toBe(0);
  expect(await checkRun({ id: runId, workspaceId: engine.actor.workspaceId })).toBeNull();
});
