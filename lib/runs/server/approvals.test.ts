import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue, openQueue } from '#lib/platform/queue/queue.ts';
import { enterPrice } from '#lib/pricing/server/price-queries.ts';
import { emptyDraft, type RunDraft } from '#lib/runs/draft-form.ts';
import { setApprovalLimit } from './approval-rule.ts';
import { changeCap } from './change-cap.ts';
import { createRun } from './create-run.ts';
import { approveRun, declineRun } from './decide-approval.ts';
import { discardDraft, listUnfinishedDrafts, saveDraft } from './draft-queries.ts';
import { finishNow } from './finish-now.ts';
import { launchRun } from './launch-run.ts';
import { launchPricedDraft, priceDraft } from './price-draft.ts';
import { getReceipt } from './receipt.ts';
import { withdrawRequest } from './request-approval.ts';
import { listRuns } from './run-list.ts';
import { getRunView } from './run-view.ts';
import { startDraft } from './start-draft.ts';
import { startTry } from './start-try.ts';
import { type ApprovalWorld, createApprovalWorld } from './test-approvals.ts';

provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

/** Every paid run of these tests may cost more than a pico-dollar. */
const NEARLY_NOTHING = 1n;

let world: ApprovalWorld;
beforeAll(async () => {
  await openQueue({ supervise: false });
  world = await createApprovalWorld(NEARLY_NOTHING);
});

const view = (runId: string) => getRunView(db(), world.workspaceId, runId);
const tasksOf = (runId: string) => db().$queryRaw<unknown[]>`select 1 from pgboss.job where data->>'runId' = ${runId}`;

async function ask(change: Parameters<ApprovalWorld['input']>[0] = {}): Promise<string> {
  const { runId } = await createRun(world.ben, world.input({ ...change, launch: true }));
  return runId;
}

const READY = { user: 'Sum up {{text}}', model: 'gpt-4o-mini', connection: 'openai', reached: 'launch' as const };

async function makeDraft(change: Partial<RunDraft> = {}) {
  const { draftId } = await startDraft(world.ben, { datasetId: world.datasetId });
  const { version } = await save(draftId, 0, change);
  return { draftId, version };
}

function save(draftId: string, version: number, change: Partial<RunDraft>) {
  const form = emptyDraft({ ...READY, ...change });
  return saveDraft(world.workspaceId, { draftId, version, datasetId: world.datasetId, form });
}

async function askFromDraft() {
  const draft = await makeDraft();
  const { run } = await priceDraft(world.ben, draft);
  await launchPricedDraft(world.ben, draft);
  return { ...draft, runId: run.id };
}

async function expectNothingLaunched(runId: string): Promise<void> {
  const [run, tasks] = [await view(runId), await tasksOf(runId)];
  expect([run.status, tasks.length]).toEqual(['draft', 0]);
}

test('a member’s launch over the limit asks a lead, who launches exactly what was shown', async () => {
  const runId = await ask();
  await expectNothingLaunched(runId);
  expect((await view(runId)).approval).toMatchObject({ status: 'requested', requestedBy: 'Ben', decidedBy: null });
  const shown = await getReceipt(db(), world.workspaceId, runId);
  const before = await db().run.findUniqueOrThrow({ where: { id: runId } });
  await approveRun(world.ana, { runId });
  const after = await db().run.findUniqueOrThrow({ where: { id: runId } });
  expect(after.status).toBe('queued');
  expect([after.price, after.prompt, after.estimate]).toEqual([before.price, before.prompt, before.estimate]);
  expect((await view(runId)).cost.estimate.highUsd).toBe(shown.highUsd);
  expect((await view(runId)).approval).toMatchObject({ status: 'approved', decidedBy: 'Ana' });
  expect(await tasksOf(runId)).toHaveLength(1);
  const audit = await db().auditEvent.findMany({ where: { subject: runId }, orderBy: { id: 'asc' } });
  expect(audit.map(({ actorName, action }) => [actorName, action])).toEqual([
    ['Ben', 'approval.requested'],
    ['Ana', 'approval.given'],
    ['Ana', 'run.launched'],
  ]);
});

test('who asks nobody: leads, owners, the sandbox, cheap runs, and everybody without a rule', async () => {
  const launched = async (actor: typeof world.ben, change: Parameters<ApprovalWorld['input']>[0] = {}) => {
    const { runId } = await createRun(actor, world.input({ ...change, launch: true }));
    return (await view(runId)).status;
  };
  expect(await launched(world.ana)).toBe('queued');
  expect(await launched(world.ola, { model: 'house-model' })).toBe('queued');
  expect(await launched({ ...world.ben, userId: null, role: 'lead', via: 'token' })).toBe('queued');
  expect(await launched(world.ben, { connection: 'sandbox' })).toBe('queued');
  expect(await launched(world.ben, { connection: 'sandbox', model: 'house-model' })).toBe('queued');
  await setApprovalLimit(world.ana, 10n ** 12n);
  expect(await launched(world.ben)).toBe('queued');
  // An unknown price is never $0.
  expect(await launched(world.ben, { model: 'house-model' })).toBe('draft');
  await setApprovalLimit(world.ana, null);
  expect(await launched(world.ben, { model: 'house-model' })).toBe('queued');
  await setApprovalLimit(world.ana, NEARLY_NOTHING);
  const changes = await db().auditEvent.findMany({ where: { action: 'spending.changed' }, orderBy: { id: 'asc' } });
  expect(changes.map(({ detail }) => detail)).toEqual([
    { approvalOver: '$1.000000', before: '$0.000000000001' },
    { approvalOver: 'no approval', before: '$1.000000' },
    { approvalOver: '$0.000000000001', before: 'no approval' },
  ]);
});

test('asking again for the same is one request, and another launch by the member launches nothing', async () => {
  const runId = await ask();
  const again = await Promise.all(Array.from({ length: 8 }, () => launchRun(world.ben, runId)));
  expect(new Set(again.map(({ kind }) => kind))).toEqual(new Set(['asked']));
  expect(await db().runApproval.count({ where: { runId } })).toBe(1);
  await expectNothingLaunched(runId);
});

test('twenty approvals at once launch once, and the others are told who did', async () => {
  const runId = await ask();
  const works = Array.from({ length: 20 }, (_, n) => approveRun(n % 2 ? world.ana : world.ola, { runId }));
  const results = await Promise.allSettled(works);
  const lost = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  expect(lost).toHaveLength(19);
  for (const reason of lost) expect(reason).toMatch(/(Ana|Ola) approved this run already\./);
  expect(await tasksOf(runId)).toHaveLength(1);
  expect(await db().runEvent.count({ where: { runId, kind: 'launched' } })).toBe(1);
});

test('of one who approves and one who declines at once, one is heard', async () => {
  for (let n = 0; n < 6; n++) {
    const runId = await ask();
    const results = await Promise.allSettled([
      approveRun(world.ana, { runId }),
      declineRun(world.ola, { runId, note: 'Too much' }),
    ]);
    const [approved, declined] = results.map(({ status }) => status === 'fulfilled');
    expect(approved).toBe(!declined);
    const { status, approval } = await view(runId);
    expect([status, approval?.status]).toEqual(approved ? ['queued', 'approved'] : ['draft', 'declined']);
  }
});

test('approvals, launches, edits and withdrawals in any order launch at most once, and never what was not shown', async () => {
  for (let n = 0; n < 5; n++) {
    const { draftId, version, runId } = await askFromDraft();
    await Promise.allSettled([
      approveRun(world.ana, { runId }),
      save(draftId, version, { user: 'Something else of {{text}}' }),
      launchRun(world.ben, runId),
      withdrawRequest(world.ben, runId),
      approveRun(world.ola, { runId }),
    ]);
    const run = await db().run.findUniqueOrThrow({ where: { id: runId }, include: { approvals: true } });
    const tasks = await tasksOf(runId);
    const approved = run.approvals.filter(({ status }) => status === 'approved');
    expect(tasks.length).toBe(run.status === 'draft' ? 0 : 1);
    expect(approved.length).toBe(tasks.length);
    expect(run.prompt).toEqual({ user: 'Sum up {{text}}' });
  }
});

test('a draft that is edited takes its request along, and what is asked anew is approved as it is now', async () => {
  const { draftId, version, runId } = await askFromDraft();
  const first = (await view(runId)).approval;
  const looked = await save(draftId, version, { reached: 'launch' });
  expect((await view(runId)).approval?.status).toBe('requested');
  const filed = await save(draftId, looked.version, { runLabels: ['Q4'] });
  const { run } = await priceDraft(world.ben, { draftId, ...filed });
  expect(run).toMatchObject({ labels: ['Q4'], approval: { status: 'requested' } });
  expect(run.cost.estimate.highUsd).toEqual(expect.any(String));
  const changed = await save(draftId, filed.version, { rowLimit: '2' });
  expect((await view(runId)).approval).toMatchObject({ status: 'withdrawn', decidedBy: null });
  await expect(approveRun(world.ana, { runId })).rejects.toThrow('was withdrawn');
  await expectNothingLaunched(runId);
  await priceDraft(world.ben, { draftId, ...changed });
  await launchPricedDraft(world.ben, { draftId, ...changed });
  await expect(approveRun(world.ana, { runId, approvalId: first?.id })).rejects.toThrow('asked for again');
  await expectNothingLaunched(runId);
  await approveRun(world.ana, { runId, approvalId: (await view(runId)).approval?.id });
  expect(await db().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ status: 'queued', rowCount: 2 });
  await expect(save(draftId, changed.version, {})).rejects.toThrow('launched already');
});

test('a run that is another one than was asked for is not launched, however it came to be', async () => {
  const runId = await ask();
  await db().run.update({ where: { id: runId }, data: { maxAttempts: 9 } });
  await expect(approveRun(world.ana, { runId })).rejects.toThrow('nothing was launched');
  await expectNothingLaunched(runId);
  expect((await view(runId)).approval?.status).toBe('withdrawn');
});

test('prices move: what was shown is what is launched', async () => {
  const { draftId, version, runId } = await askFromDraft();
  const shown = await getReceipt(db(), world.workspaceId, runId);
  const frozen = await db().run.findUniqueOrThrow({ where: { id: runId }, select: { price: true } });
  const dear = 100_000_000;
  const usd = { batchInputUsd: dear, batchOutputUsd: dear, realtimeInputUsd: dear, realtimeOutputUsd: dear };
  const none = { batchCachedUsd: '', realtimeCachedUsd: '', validTo: '', connectionId: '' } as const;
  await enterPrice(world.ana, { ...usd, ...none, model: 'gpt-4o-mini', validFrom: '2020-01-01', source: 'Test' });
  const looked = await priceDraft(world.ben, { draftId, version });
  expect(looked.receipt).toEqual(shown);
  expect(await getReceipt(db(), world.workspaceId, runId)).toEqual(shown);
  expect((await view(runId)).approval?.status).toBe('requested');
  await approveRun(world.ana, { runId });
  expect(await db().run.findUniqueOrThrow({ where: { id: runId }, select: { price: true } })).toEqual(frozen);

  // Priced again at another figure, it is another run.
  const other = await askFromDraft();
  await db().priceEntry.deleteMany({ where: { workspaceId: world.workspaceId } });
  const bumped = await save(other.draftId, other.version, { reached: 'launch' });
  await priceDraft(world.ben, { draftId: other.draftId, ...bumped });
  expect((await view(other.runId)).approval?.status).toBe('withdrawn');
});

test('a declined run says why, is changed, and is asked for again', async () => {
  const { draftId, version, runId } = await askFromDraft();
  await declineRun(world.ana, { runId, note: 'Try 100 rows first.' });
  expect((await view(runId)).approval).toMatchObject({
    status: 'declined',
    decidedBy: 'Ana',
    note: 'Try 100 rows first.',
  });
  await expect(approveRun(world.ola, { runId })).rejects.toThrow('Ana declined this run already.');
  await expect(declineRun(world.ola, { runId, note: 'No' })).rejects.toThrow('Ana declined this run already.');
  const changed = await save(draftId, version, { rowLimit: '1' });
  await priceDraft(world.ben, { draftId, ...changed });
  await launchPricedDraft(world.ben, { draftId, ...changed });
  expect((await view(runId)).approval?.status).toBe('requested');
  await approveRun(world.ana, { runId });
  expect((await view(runId)).status).toBe('queued');
});

test('while it is asked for, a run is listed as one; afterwards as the draft it is', async () => {
  const { draftId, runId } = await askFromDraft();
  const query = { group: null, name: '', page: 1, pageSize: 100 } as const;
  const listed = async () => {
    const { runs } = await listRuns(db(), world.workspaceId, query);
    const drafts = await listUnfinishedDrafts(world.ben, 100);
    return [runs.some(({ id }) => id === runId), drafts.find(({ id }) => id === draftId)?.approval?.status];
  };
  expect(await listed()).toEqual([true, undefined]);
  await declineRun(world.ana, { runId, note: 'Later' });
  expect(await listed()).toEqual([false, 'declined']);
  await discardDraft(world.workspaceId, draftId);
  await expect(approveRun(world.ana, { runId })).rejects.toThrow('does not exist');
});

test('a lead of another workspace finds nothing to decide', async () => {
  const runId = await ask();
  const { ana: stranger } = await createApprovalWorld(NEARLY_NOTHING);
  await expect(approveRun(stranger, { runId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(declineRun(stranger, { runId, note: 'No' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(withdrawRequest(stranger, runId)).rejects.toMatchObject({ code: 'not_found' });
  await expectNothingLaunched(runId);
});

test('a request that the rule does not ask for any more is no obstacle', async () => {
  const runId = await ask();
  await setApprovalLimit(world.ana, null);
  expect(await launchRun(world.ben, runId)).toEqual({ kind: 'launched' });
  expect((await view(runId)).approval?.status).toBe('withdrawn');
  await setApprovalLimit(world.ana, NEARLY_NOTHING);
});

test('a run whose price nobody knows yet is asked for once it is worked out', async () => {
  const { runId } = await createRun(world.ben, world.input());
  expect(await launchRun(world.ben, runId)).toMatchObject({
    kind: 'asked',
    sentence: expect.stringContaining('over $'),
  });
  const { receipt } = await db().runApproval.findFirstOrThrow({ where: { runId } });
  expect(receipt).toEqual(await getReceipt(db(), world.workspaceId, runId));
  expect(receipt).toMatchObject({ rows: 3, expectedUsd: expect.any(String) });
});

test('a member raises a cap up to the limit, and a lead above it', async () => {
  await setApprovalLimit(world.ana, 5n * 10n ** 12n);
  const { runId } = await createRun(world.ben, world.input({ budgetUsd: '1.00', launch: true }));
  expect((await view(runId)).status).toBe('queued');
  const raise = (actor: typeof world.ben, capUsd: string | null) => changeCap(actor, runId, { capUsd, resumes: false });
  await raise(world.ben, '5.00');
  await expect(raise(world.ben, '5.01')).rejects.toThrow('stay at $5.00 or below');
  await expect(raise(world.ben, null)).rejects.toThrow('it takes a lead');
  expect((await view(runId)).budgetUsd).toBe('5.000000');
  await raise(world.ana, '50.00');
  await raise(world.ben, '40.00');
  await raise(world.ola, null);
  await raise(world.ben, '90.00');
  await setApprovalLimit(world.ana, NEARLY_NOTHING);
});

test('having the rest answered now for more than the limit is a lead’s to do', async () => {
  const { runId } = await createRun(world.ana, world.input({ launch: true }));
  const items = [0, 1, 2].map((rowIndex) => ({ runId, rowIndex, status: 'waiting' as const, attemptsLeft: 1 }));
  const now = new Date();
  await db().$transaction([
    db().item.createMany({ data: items }),
    db().run.update({ where: { id: runId }, data: { plannedAt: now, startedAt: now, status: 'running' } }),
  ]);
  await expect(finishNow(world.ben, runId)).rejects.toThrow('it takes a lead');
  expect(await db().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ lane: 'batch' });
  expect(await finishNow(world.ana, runId)).toMatchObject({ rows: 3 });
});

test('rows of a draft are tried by themselves up to the limit, and above it a lead tries them', async () => {
  const draft = { ...(await makeDraft()), rows: 3, from: 'top' as const };
  await expect(startTry(world.ben, draft)).rejects.toThrow('needs a lead’s approval');
  await startTry(world.ana, draft);
  await setApprovalLimit(world.ana, 10n ** 12n);
  await startTry(world.ben, { ...(await makeDraft()), rows: 3, from: 'top' });
  await setApprovalLimit(world.ana, NEARLY_NOTHING);
});
