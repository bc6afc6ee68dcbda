import { beforeAll, expect, test } from 'vitest';
import { BudgetInput } from '#lib/budgets/schema.ts';
import { changeBudget, createBudget, deleteBudget } from '#lib/budgets/server/change-budget.ts';
import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { closeQueue, openQueue } from '#lib/platform/queue/queue.ts';
import { listBudgetsOfRun } from './budget-rule.ts';
import { changeLabels } from './change-labels.ts';
import { createRun } from './create-run.ts';
import { launchRun } from './launch-run.ts';
import { getReceipt } from './receipt.ts';
import { type ApprovalWorld, createApprovalWorld } from './test-approvals.ts';

provideTestDatabase(async () => {
  await closeQueue();
  await closePool();
});

let world: ApprovalWorld;
/** What one run of these tests is expected to cost. */
let expected: PicoUsd;

beforeAll(async () => {
  await openQueue({ supervise: false });
  world = await createApprovalWorld(null);
  expected = parseUsd((await getReceipt(db(), world.workspaceId, await prepare())).expectedUsd ?? '') ?? 0n;
  expect(expected).toBeGreaterThan(0n);
});

type Wanted = Parameters<ApprovalWorld['input']>[0];

async function prepare(change: Wanted = {}, actor = world.ben): Promise<string> {
  return (await createRun(actor, world.input(change))).runId;
}

const launch = (change: Wanted = {}, actor = world.ben) => createRun(actor, world.input({ ...change, launch: true }));

type Given = { scope?: BudgetInput['scope']; pausesLaunches?: boolean };

async function withBudget(amount: PicoUsd, given: Given, work: (id: string) => Promise<void>): Promise<void> {
  const input = { name: 'Q4 labels', scope: { kind: 'workspace' }, amountUsd: usdString(amount), pausesLaunches: true };
  const { id } = await createBudget(world.ana, BudgetInput.parse({ ...input, ...given }));
  try {
    await work(id);
  } finally {
    await deleteBudget(world.ana, id);
    // What these launched holds nothing in the next test.
    await db().run.updateMany({
      where: { workspaceId: world.workspaceId, status: 'queued' },
      data: { status: 'failed', finishedAt: new Date() },
    });
  }
}

const countQueued = (name: string) => db().run.count({ where: { name, status: 'queued' } });

test('of a hundred launches at once as many go as there is room for, and the others are told why', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, () => prepare({ name: 'Crowd' })));
  await Promise.all(ids.map((id) => getReceipt(db(), world.workspaceId, id)));
  await withBudget(3n * expected + expected / 2n, {}, async () => {
    const results = await Promise.allSettled(ids.map((id) => launchRun(world.ben, id)));
    expect(await countQueued('Crowd')).toBe(3);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refusals).toHaveLength(97);
    for (const refusal of refusals) {
      expect(refusal.code).toBe('conflict');
      expect(refusal.message).toMatch(
        /^This run is expected to cost \$0\.0\d+\. The budget “Q4 labels” of \$0\.0\d+ for \w+ has/,
      );
      expect(refusal.message).toMatch(/A lead can raise it under Costs → Budgets\.$/);
    }
  });
});

test('launches into budgets that overlap, in every order at once, never wait for each other for ever', async () => {
  const member = { kind: 'member' as const, member: world.ben.userId ?? '' };
  await withBudget(100n * expected, { scope: member }, async () =>
    withBudget(5n * expected, { scope: { kind: 'label', label: 'Q4' } }, async () =>
      withBudget(100n * expected, {}, async () => {
        const labels = [['q4', 'pilot'], ['Q4'], ['pilot', 'Q4']];
        const works = Array.from({ length: 24 }, (_, n) =>
          launch({ name: 'Overlap', labels: labels[n % 3] ?? [] }, n % 2 ? world.ben : world.ana),
        );
        const results = await Promise.allSettled(works);
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
        expect(await db().run.count({ where: { name: 'Overlap' } })).toBe(5);
      }),
    ),
  );
});

test('a refused launch stores nothing when the run is made by it, and leaves a prepared one as it was', async () => {
  await withBudget(1n, {}, async () => {
    const before = await db().run.count();
    await expect(launch()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Q4 labels') });
    expect(await db().run.count()).toBe(before);
    const runId = await prepare();
    await expect(launchRun(world.ana, runId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await db().run.findUnique({ where: { id: runId } })).toMatchObject({ status: 'draft', launchedAt: null });
    expect(await db().runEvent.count({ where: { runId } })).toBe(0);
  });
});

test('raising a budget makes room at once; one that only tells refuses nobody', async () => {
  await withBudget(1n, {}, async (id) => {
    await expect(launch()).rejects.toThrow();
    await changeBudget(world.ana, id, { amountUsd: usdString(2n * expected) });
    await launch();
    await launch();
    await expect(launch()).rejects.toThrow(/is used up: \$0\.00 spent, about \$0\.0\d+ under way\. A lead/);
    await changeBudget(world.ana, id, { pausesLaunches: false });
    await launch();
  });
});

test('a budget holds for its member or label alone, in whatever case, and never for the sandbox', async () => {
  await withBudget(1n, { scope: { kind: 'label', label: 'Q4 Labels' } }, async () => {
    await launch({ labels: ['other'] });
    await expect(launch({ labels: ['other', 'q4 labels'] })).rejects.toThrow();
    await launch({ labels: ['q4 labels'], connection: 'sandbox' });
  });
  await withBudget(1n, { scope: { kind: 'member', member: world.ben.userId ?? '' } }, async () => {
    await launch({}, world.ana);
    await expect(launch({}, world.ben)).rejects.toThrow();
    // Whoever launches it: it is that person's run.
    const runId = await prepare();
    await expect(launchRun(world.ana, runId)).rejects.toThrow();
  });
});

test('a run whose cost nobody knows goes while anything is left', async () => {
  await withBudget(expected, {}, async () => {
    await launch({ model: 'house-model' });
    await launch();
    await expect(launch({ model: 'house-model' })).rejects.toThrow(/is used up/);
  });
});

test('before the launch one sees what is left of each budget, and who may not see a budget sees it only where it refuses', async () => {
  await withBudget(2n * expected, {}, async () => {
    await withBudget(10n * expected, { scope: { kind: 'label', label: 'pilot' }, pausesLaunches: false }, async () => {
      await withBudget(10n * expected, { pausesLaunches: false }, async () => {
        await launch({ labels: ['pilot'] });
        const runId = await prepare({ labels: ['Pilot'] });
        await getReceipt(db(), world.workspaceId, runId);
        const said = await listBudgetsOfRun(db(), world.ana, runId);
        expect(said.map(({ leftUsd, takesUsd, refusal }) => [leftUsd, takesUsd, refusal])).toEqual([
          [usdString(expected), usdString(expected), null],
          [usdString(9n * expected), usdString(expected), null],
          [usdString(9n * expected), usdString(expected), null],
        ]);
        // Ben sees the one that pauses, and that of a label he uses, but not what everybody spends.
        expect(await listBudgetsOfRun(db(), world.ben, runId)).toEqual(said.slice(0, 2));
        expect(await listBudgetsOfRun(db(), world.vera, runId)).toEqual([]);
        await launch();
        const [first] = await listBudgetsOfRun(db(), world.ben, runId);
        expect(first?.refusal).toMatch(/is used up/);
      });
    });
  });
});

test('labels that are changed later move what a run takes to another budget', async () => {
  await withBudget(expected, { scope: { kind: 'label', label: 'Q4' } }, async () => {
    const { runId } = await launch({ labels: ['Q4'] });
    await expect(launch({ labels: ['Q4'] })).rejects.toThrow();
    await changeLabels(world.ben, runId, []);
    await launch({ labels: ['Q4'] });
  });
});
