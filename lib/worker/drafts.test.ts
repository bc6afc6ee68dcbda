import { expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { emptyDraft, type RunDraft } from '#lib/runs/draft-form.ts';
import { RunInput } from '#lib/runs/schema.ts';
import { createRun } from '#lib/runs/server/create-run.ts';
import { discardDraft, getDraft, listUnfinishedDrafts, saveDraft } from '#lib/runs/server/draft-queries.ts';
import { launchRun } from '#lib/runs/server/launch-run.ts';
import { launchPricedDraft, priceDraft } from '#lib/runs/server/price-draft.ts';
import { listRunViews } from '#lib/runs/server/run-view.ts';
import { startDraft } from '#lib/runs/server/start-draft.ts';
import { provideEngine } from './engine-harness.ts';

const engine = provideEngine();

const READY = { user: 'Repeat {{text}}', model: 'gpt-4o-mini', connection: 'sandbox' };

async function makeDraft(change: Partial<RunDraft> = READY) {
  const datasetId = await engine.makeDataset([['a'], ['b']], ['text']);
  const { draftId } = await startDraft(engine.actor, { datasetId });
  const { version } = await save(draftId, 0, { ...READY, ...change }, datasetId);
  return { draftId, version, datasetId };
}

function save(draftId: string, version: number, change: Partial<RunDraft>, datasetId: string | null) {
  return saveDraft(engine.actor.workspaceId, { draftId, version, datasetId, form: emptyDraft(change) });
}

test('what was saved is what is opened, on any device', async () => {
  const { draftId, datasetId } = await makeDraft({ name: 'Letters', reached: 'answer' });
  const opened = await getDraft(engine.actor.workspaceId, draftId);
  expect(opened).toMatchObject({ version: 1, datasetId, launchedRunId: null });
  expect(opened.form).toEqual(emptyDraft({ ...READY, name: 'Letters', reached: 'answer' }));
});

test('of ten saves over the same version one is kept, and the others are told', async () => {
  const { draftId, version, datasetId } = await makeDraft();
  const names = Array.from({ length: 10 }, (_, index) => `device ${index}`);
  const saves = await Promise.allSettled(names.map((name) => save(draftId, version, { ...READY, name }, datasetId)));
  const kept = saves.flatMap((result, index) => (result.status === 'fulfilled' ? [names[index]] : []));
  expect(kept).toHaveLength(1);
  const { form, version: now } = await getDraft(engine.actor.workspaceId, draftId);
  expect([form.name, now]).toEqual([kept[0], version + 1]);
  await expect(save(draftId, version, READY, datasetId)).rejects.toThrow('on another device');
});

test('a draft is priced by one run however often it is looked at, and lists show the draft, not that run', async () => {
  const { draftId, version, datasetId } = await makeDraft();
  const priced = await Promise.all([1, 2, 3].map(() => priceDraft(engine.actor, { draftId, version })));
  expect(new Set(priced.map(({ run }) => run.id)).size).toBe(1);
  expect(priced[0]?.receipt.rows).toBe(2);
  const changed = await save(draftId, version, { ...READY, rowLimit: '1' }, datasetId);
  const again = await priceDraft(engine.actor, { draftId, ...changed });
  expect(again.run.id).toBe(priced[0]?.run.id);
  expect(again.receipt).toMatchObject({ rows: 1, skippedRows: 1 });
  await expect(priceDraft(engine.actor, { draftId, version })).rejects.toThrow('on another device');
  const runs = await listRunViews(db(), engine.actor.workspaceId, { limit: 100 });
  expect(runs.data.map((run) => run.id)).not.toContain(again.run.id);
  const unfinished = await listUnfinishedDrafts(engine.actor);
  expect(unfinished.map((draft) => draft.id)).toContain(draftId);
});

test('ten launches of one draft are one launch, and its address leads to the run', async () => {
  const { draftId, version } = await makeDraft();
  await expect(launchPricedDraft(engine.actor, { draftId, version })).rejects.toThrow('not worked out yet');
  const { run } = await priceDraft(engine.actor, { draftId, version });
  const launches = await Promise.all(
    Array.from({ length: 10 }, () => launchPricedDraft(engine.actor, { draftId, version })),
  );
  expect(new Set(launches.map(({ runId }) => runId))).toEqual(new Set([run.id]));
  expect((await getDraft(engine.actor.workspaceId, draftId)).launchedRunId).toBe(run.id);
  expect((await listUnfinishedDrafts(engine.actor)).map((draft) => draft.id)).not.toContain(draftId);
  const events = await db().runEvent.count({ where: { runId: run.id, kind: 'launched' } });
  expect(events).toBe(1);
  await expect(discardDraft(engine.actor.workspaceId, draftId)).rejects.toThrow('launched already');
  await expect(save(draftId, version, READY, null)).rejects.toThrow('launched already');
  expect((await engine.untilOver(run.id)).counts.succeeded).toBe(2);
});

test('what was changed after its price is not launched at that price', async () => {
  const { draftId, version, datasetId } = await makeDraft();
  await priceDraft(engine.actor, { draftId, version });
  const changed = await save(draftId, version, { ...READY, model: 'gpt-4o' }, datasetId);
  await expect(launchPricedDraft(engine.actor, { draftId, version })).rejects.toThrow('on another device');
  await expect(launchPricedDraft(engine.actor, { draftId, ...changed })).rejects.toThrow('not worked out yet');
});

test('a discarded draft takes its price along', async () => {
  const { draftId, version } = await makeDraft();
  const { run } = await priceDraft(engine.actor, { draftId, version });
  await discardDraft(engine.actor.workspaceId, draftId);
  expect(await db().run.count({ where: { id: run.id } })).toBe(0);
  await expect(getDraft(engine.actor.workspaceId, draftId)).rejects.toThrow('does not exist');
});

test('a run that a program prepared is edited in one draft, and survives that draft', async () => {
  const datasetId = await engine.makeDataset([['a']], ['text']);
  const input = RunInput.parse({
    ...{ datasetId, model: 'gpt-4o-mini', connection: 'sandbox', name: 'Nightly' },
    ...{ prompt: { user: '{{text}}' }, output: { kind: 'text' } },
  });
  const { runId } = await createRun(engine.actor, input);
  const opened = await Promise.all([1, 2, 3].map(() => startDraft(engine.actor, { edit: runId })));
  expect(new Set(opened.map(({ draftId }) => draftId)).size).toBe(1);
  const draftId = opened[0]?.draftId ?? '';
  expect((await priceDraft(engine.actor, { draftId, version: 0 })).run.id).toBe(runId);
  const runs = await listRunViews(db(), engine.actor.workspaceId, { limit: 100 });
  expect(runs.data.map((run) => run.id)).toContain(runId);
  await discardDraft(engine.actor.workspaceId, draftId);
  expect(await db().run.count({ where: { id: runId } })).toBe(1);
});

test('a run launched past its draft, by a program, ends the draft too', async () => {
  const { draftId, version } = await makeDraft();
  const { run } = await priceDraft(engine.actor, { draftId, version });
  await launchRun(engine.actor, run.id);
  expect((await getDraft(engine.actor.workspaceId, draftId)).launchedRunId).toBe(run.id);
  expect(await launchPricedDraft(engine.actor, { draftId, version })).toEqual({ runId: run.id });
});

test('a run again with changes is a draft of its own with everything the run had', async () => {
  const datasetId = await engine.makeDataset([['a'], ['b']], ['text']);
  const runId = await engine.launch({ datasetId, name: 'Letters', rows: { limit: 1 }, batch: { maxRequests: 7 } });
  const { draftId } = await startDraft(engine.actor, { from: runId });
  const { form, datasetId: of } = await getDraft(engine.actor.workspaceId, draftId);
  expect(of).toBe(datasetId);
  expect(form).toMatchObject({ name: 'Letters, again', rowLimit: '1', maxRequests: '7', user: expect.any(String) });

  const whole = await startDraft(engine.actor, { from: runId, allRows: true });
  expect(whole.step).toBe('launch');
  const kept = await getDraft(engine.actor.workspaceId, whole.draftId);
  expect(kept.form).toMatchObject({ rowLimit: '', maxRequests: '7', user: form.user });
});

test('what is never to be sent stays so in the next run of the same data', async () => {
  const datasetId = await engine.makeDataset([['a', '1', 'x', 'k']], ['text', 'price', 'topic', 'key']);
  const columns = { neverSend: ['price'], idColumn: 'key' };
  await engine.launch({ datasetId, prompt: { user: '{{text}}' }, ...columns });
  const { draftId } = await startDraft(engine.actor, { datasetId });
  const { form } = await getDraft(engine.actor.workspaceId, draftId);
  expect(form).toMatchObject({ roles: { price: 'never', key: 'id' }, user: '' });
  const other = await engine.makeDataset([['a', '1']], ['text', 'price']);
  const fresh = await startDraft(engine.actor, { datasetId: other });
  expect((await getDraft(engine.actor.workspaceId, fresh.draftId)).form.roles).toEqual({});
});

test('a draft of another workspace is none', async () => {
  const { draftId, version, datasetId } = await makeDraft();
  const stranger = { ...engine.actor, workspaceId: 'ws_other' };
  const change = { draftId, version, datasetId, form: emptyDraft({}) };
  await expect(getDraft('ws_other', draftId)).rejects.toThrow('does not exist');
  await expect(saveDraft('ws_other', { ...change, datasetId: null })).rejects.toThrow('does not exist');
  await expect(discardDraft('ws_other', draftId)).rejects.toThrow('does not exist');
  await expect(priceDraft(stranger, { draftId, version })).rejects.toThrow('does not exist');
  await expect(launchPricedDraft(stranger, { draftId, version })).rejects.toThrow('does not exist');
  await expect(startDraft(stranger, { datasetId })).rejects.toThrow('does not exist');
});
