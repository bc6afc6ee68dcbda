import { beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { addMonths, monthAt, parseMonth } from '#lib/budgets/month.ts';
import { BudgetInput } from '#lib/budgets/schema.ts';
import { dismissBudgetAlerts, listBudgetAlerts } from '#lib/budgets/server/budget-alerts.ts';
import { listBudgets } from '#lib/budgets/server/budget-queries.ts';
import { readBudgetSpend } from '#lib/budgets/server/budget-spend.ts';
import { changeBudget, createBudget, deleteBudget } from '#lib/budgets/server/change-budget.ts';
import { tellBudgets, tellEveryBudget } from '#lib/budgets/server/tell-budgets.ts';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import * as clock from '#lib/platform/db/clock.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { type Costs, figuresOf, sumCosts } from '#lib/reports/costs.ts';
import { monthOf } from '#lib/reports/period.ts';
import { listCosts } from './cost-queries.ts';
import type { CostScope } from './cost-scope.ts';
import {
  bookTestAnswers,
  createTestCharges,
  createTestPlace,
  type TestAnswer,
  type TestPlace,
} from './test-charges.ts';

provideTestDatabase(closePool);

/** The same numbers for the same seed: no test depends on chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const MODELS = ['gpt-4o-mini', 'gpt-5-mini', 'nobody-knows-this-model'];
const LABELS = [[], ['Q4'], ['q4', 'pilot'], ['pilot']];

let place: TestPlace;
let lead: Actor;
const month = monthAt(clock.now());

/** Runs of two people and a token, of three months, paid and simulated, with everything that makes an amount unknown. */
beforeAll(async () => {
  place = await createTestPlace();
  const { workspaceId, people } = place;
  await db().membership.createMany({
    data: people.map((userId, n) => ({ workspaceId, userId, role: n === 0 ? 'lead' : 'member' })),
  });
  lead = { workspaceId, userId: people[0] ?? null, name: 'Ada', role: 'lead', via: 'session' };
  const pick = chance(11);
  for (let number = 0; number < 24; number++) {
    const charges = await createTestCharges(
      place,
      {
        connectionId: pick(3) === 0 ? place.simulated : place.paid,
        createdById: [...people, null][pick(3)] ?? null,
        model: MODELS[pick(MODELS.length)] ?? '',
        labels: LABELS[pick(LABELS.length)] ?? [],
      },
      [1 + pick(9), 1 + pick(9)],
    );
    await bookAll(charges, pick);
  }
}, 60_000);

async function bookAll(charges: Awaited<ReturnType<typeof createTestCharges>>, pick: (below: number) => number) {
  let firstRow = 0;
  for (const batchId of charges.batchIds) {
    const { requestCount } = await db().batch.findUniqueOrThrow({ where: { id: batchId } });
    const answers = Array.from({ length: requestCount }, (): TestAnswer => {
      const input = pick(300_000);
      return { input, cached: pick(input + 1), output: pick(4_000), isUsable: pick(5) > 0, isUnpriced: pick(9) === 0 };
    });
    const { since } = addMonths(month, pick(3) - 1);
    // Of this month and the ones beside it, also at their very edges.
    const late = pick(2) === 0 ? 0 : 86_400_000 * (1 + pick(26)) + pick(1000);
    const endedAt = new Date(since.getTime() + late - (pick(8) === 0 ? 1 : 0));
    await bookTestAnswers(charges, batchId, { firstRow, endedAt, answers });
    firstRow += requestCount;
    const { costPicoUsd } = await db().batch.findUniqueOrThrow({ where: { id: batchId } });
    if (costPicoUsd && pick(3) === 0)
      await db().batch.update({ where: { id: batchId }, data: { nowPicoUsd: costPicoUsd / 3n } });
    if (pick(5) === 0)
      await db().duplicateBatch.create({
        data: {
          ...{ connectionId: (await db().batch.findUniqueOrThrow({ where: { id: batchId } })).connectionId, batchId },
          ...{
            providerBatchId: `twice_${batchId}`,
            workspaceId: place.workspaceId,
            runId: charges.runId,
            bookedAt: endedAt,
          },
          ...{ answers: 2, inputTokens: 200n, outputTokens: 20n, costPicoUsd: charges.price ? 21_000_001n : null },
        },
      });
  }
}

/** At the price of a batch and at the real-time price. */
function spentOf({ batchPicoUsd, nowPicoUsd }: Costs): bigint {
  return (batchPicoUsd ?? 0n) + nowPicoUsd;
}

const NOBODY = { memberId: null, labelKey: null };
const MONTHS = [-1, 0, 1].map((months) => addMonths(month, months));

test('what a budget spent is what the report of its month and scope says, to the pico-dollar', async () => {
  const { workspaceId, people } = place;
  const scopes: [Parameters<typeof readBudgetSpend>[1], Partial<CostScope>][] = [
    [{ ...NOBODY, workspaceId, scope: 'workspace' }, {}],
    ...people.map(
      (id) => [{ ...NOBODY, workspaceId, scope: 'member' as const, memberId: id }, { createdById: id }] as const,
    ),
    ...['q4', 'pilot', 'unused'].map(
      (label) => [{ ...NOBODY, workspaceId, scope: 'label' as const, labelKey: label }, { label }] as const,
    ),
  ].map(([budget, scope]) => [budget, scope] as [Parameters<typeof readBudgetSpend>[1], Partial<CostScope>]);
  let some = 0;
  for (const at of MONTHS)
    for (const [budget, scope] of scopes)
      for (const by of ['day', 'run', 'model'] as const) {
        const lines = await listCosts(db(), { workspaceId, ...scope, simulated: false }, monthOf(`${at.key}-01`), {
          by,
        });
        const report = sumCosts(lines);
        const spend = await readBudgetSpend(db(), budget, at);
        expect(spend.spentPicoUsd).toBe(spentOf(report));
        expect(spend.unknownRequests).toBe(report.unknownRequests);
        if (spend.spentPicoUsd > 0n) some++;
      }
  expect(some).toBeGreaterThan(20);
  const [first] = await listCosts(db(), { workspaceId, simulated: false }, monthOf(`${month.key}-01`), {
    by: 'member',
  });
  expect(first && figuresOf(first).batchUsd).toBeTruthy();
});

test('members and nobody together are the workspace, every month', async () => {
  const { workspaceId } = place;
  for (const at of MONTHS) {
    const period = monthOf(`${at.key}-01`);
    const members = await listCosts(db(), { workspaceId, simulated: false }, period, { by: 'member' });
    const whole = await readBudgetSpend(db(), { ...NOBODY, workspaceId, scope: 'workspace' }, at);
    expect(spentOf(sumCosts(members))).toBe(whole.spentPicoUsd);
  }
});

test('what is under way goes down as its batches end, and spent goes up by what they cost', async () => {
  const { workspaceId } = place;
  const budget = { ...NOBODY, workspaceId, scope: 'label' as const, labelKey: 'moving' };
  const charges = await createTestCharges(place, { connectionId: place.paid, labels: ['Moving'] }, [4, 6]);
  const cost = { lowUsd: '0', expectedUsd: '0.000001', highUsd: '1', realtimeUsd: '0.000002', savedUsd: '0' };
  const estimate = { inputTokens: 1, exact: true, assumption: '', cost };
  await db().run.update({ where: { id: charges.runId }, data: { estimate, plannedAt: clock.now() } });
  const read = () => readBudgetSpend(db(), budget, month);
  expect(await read()).toMatchObject({ spentPicoUsd: 0n, underWayPicoUsd: 1_000_000n, underWayRuns: 1 });
  // The rest of a run that is finished now goes at the real-time price.
  await db().run.update({ where: { id: charges.runId }, data: { lane: 'standard' } });
  expect(await read()).toMatchObject({ underWayPicoUsd: 2_000_000n });
  await db().run.update({ where: { id: charges.runId }, data: { lane: 'batch' } });
  const answers = (count: number) => Array.from({ length: count }, () => ({ input: 1, output: 1 }));
  const [first = '', second = ''] = charges.batchIds;
  await bookTestAnswers(charges, first, { firstRow: 0, endedAt: month.since, answers: answers(4) });
  const half = await read();
  expect(half).toMatchObject({ underWayPicoUsd: 600_000n });
  expect(half.spentPicoUsd).toBeGreaterThan(0n);
  // Booked and not ended yet: still under way, at what it really cost.
  await bookTestAnswers(charges, second, { firstRow: 4, endedAt: month.since, answers: answers(6) });
  await db().batch.update({ where: { id: second }, data: { finishedAt: null, status: 'ingesting' } });
  const booked = (await db().batch.findUniqueOrThrow({ where: { id: second } })).costPicoUsd;
  expect(await read()).toMatchObject({ spentPicoUsd: half.spentPicoUsd, underWayPicoUsd: booked });
  expect(await readBudgetSpend(db(), budget, addMonths(month, 1))).toMatchObject({
    underWayPicoUsd: 0n,
    underWayRuns: 0,
  });
  await db().run.delete({ where: { id: charges.runId } });
});

async function makeBudget(change: Partial<BudgetInput> = {}): Promise<string> {
  const input = { name: 'All of it', scope: { kind: 'workspace' }, amountUsd: '100', ...change };
  return (await createBudget(lead, BudgetInput.parse(input))).id;
}

async function spentOfWorkspace(): Promise<bigint> {
  const budget = { ...NOBODY, workspaceId: place.workspaceId, scope: 'workspace' as const };
  return (await readBudgetSpend(db(), budget, month)).spentPicoUsd;
}

const told = (budgetId: string) => db().budgetAlert.findMany({ where: { budgetId }, orderBy: { threshold: 'asc' } });
const audited = () => db().auditEvent.count({ where: { action: 'budget.reached' } });

test('a threshold is told of once, ever, however many find it at once', async () => {
  const spent = await spentOfWorkspace();
  const before = await audited();
  const id = await makeBudget({ thresholds: [50, 80, 100] });
  expect(await told(id)).toEqual([]);
  // Over 50 % and 80 %, not over 100 %.
  await db().budget.update({ where: { id }, data: { amountPicoUsd: spent + spent / 9n } });
  await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? tellEveryBudget() : tellBudgets(place.workspaceId))));
  const months = await told(id);
  expect(months.filter((row) => row.month === month.key).map(({ threshold }) => threshold)).toEqual([50, 80]);
  expect(await audited()).toBe(before + months.length);
  await changeBudget(lead, id, { amountUsd: usdString(spent) });
  await tellEveryBudget();
  expect((await told(id)).filter((row) => row.month === month.key).map(({ threshold }) => threshold)).toEqual([
    50, 80, 100,
  ]);
  await deleteBudget(lead, id);
  expect(await told(id)).toEqual([]);
});

test('a person puts a message away for themselves; the next threshold and a raised budget speak for themselves', async () => {
  const spent = await spentOfWorkspace();
  const ben: Actor = { ...lead, userId: place.people[1] ?? null, name: 'Ben', role: 'member' };
  const owner: Actor = { ...lead, userId: 'usr_owner', role: 'owner' };
  const id = await makeBudget({ amountUsd: usdString(2n * spent), thresholds: [50, 100] });
  expect((await listBudgetAlerts(db(), lead)).map(({ threshold }) => threshold)).toEqual([50]);
  expect(await listBudgetAlerts(db(), ben)).toEqual([]);
  await expect(dismissBudgetAlerts(ben, id)).rejects.toMatchObject({ code: 'not_found' });
  await Promise.all([dismissBudgetAlerts(lead, id), dismissBudgetAlerts(lead, id)]);
  expect(await listBudgetAlerts(db(), lead)).toEqual([]);
  expect(await listBudgetAlerts(db(), owner)).toHaveLength(1);
  await changeBudget(lead, id, { amountUsd: usdString(spent) });
  expect((await listBudgetAlerts(db(), lead)).map(({ threshold }) => threshold)).toEqual([100]);
  await changeBudget(lead, id, { amountUsd: usdString(9n * spent) });
  expect(await listBudgetAlerts(db(), lead)).toEqual([]);
  await deleteBudget(lead, id);
});

test('a batch that ended at the end of a month is told of in the first days of the next, and not later', async () => {
  const before = addMonths(month, -1);
  const id = await makeBudget({ thresholds: [1] });
  await db().budget.update({ where: { id }, data: { amountPicoUsd: 1n, createdAt: addMonths(month, -2).since } });
  await db().budgetAlert.deleteMany({ where: { budgetId: id } });
  const at = vi.spyOn(clock, 'nowMs');
  try {
    at.mockReturnValue(month.since.getTime() + 4 * 86_400_000);
    await tellBudgets(place.workspaceId);
    expect((await told(id)).map((row) => row.month)).toEqual([month.key]);
    at.mockReturnValue(month.since.getTime() + 86_400_000);
    await tellBudgets(place.workspaceId);
    expect((await told(id)).map((row) => row.month).toSorted()).toEqual([before.key, month.key]);
  } finally {
    at.mockRestore();
  }
  await deleteBudget(lead, id);
});

test('a person sees their own budget and those of labels they use; a budget outlives its person and its label', async () => {
  const [, ben = ''] = place.people;
  const ids = [
    await makeBudget(),
    await makeBudget({ name: 'Ben', scope: { kind: 'member', member: ben } }),
    await makeBudget({ name: 'Ada', scope: { kind: 'member', member: place.people[0] ?? '' } }),
    await makeBudget({ name: 'Pilot', scope: { kind: 'label', label: 'PILOT' } }),
    await makeBudget({ name: 'Unused', scope: { kind: 'label', label: 'unused' } }),
  ];
  const namesFor = async (actor: Actor) => (await listBudgets(db(), actor, month)).map(({ name }) => name);
  expect(await namesFor(lead)).toEqual(['All of it', 'Ben', 'Ada', 'Pilot', 'Unused']);
  const used = await db().run.count({ where: { createdById: ben, labelKeys: { has: 'pilot' } } });
  expect(await namesFor({ ...lead, userId: ben, role: 'member' })).toEqual(used > 0 ? ['Ben', 'Pilot'] : ['Ben']);
  expect(await namesFor({ ...lead, role: 'viewer' })).toEqual([]);
  const scopes = (await listBudgets(db(), lead, month)).map(({ scope }) => scope);
  expect(scopes[3]).toEqual({ kind: 'label', label: 'PILOT', isUsed: true });
  expect(scopes[4]).toEqual({ kind: 'label', label: 'unused', isUsed: false });
  expect(scopes[1]).toEqual({ kind: 'member', member: ben, name: 'Ben', isHere: true });
  await db().membership.deleteMany({ where: { userId: ben } });
  const gone = (await listBudgets(db(), lead, month)).find(({ name }) => name === 'Ben');
  expect(gone?.scope).toMatchObject({ name: 'Ben', isHere: false });
  await expect(makeBudget({ scope: { kind: 'member', member: ben } })).rejects.toMatchObject({ code: 'invalid' });
  for (const id of ids) await deleteBudget(lead, id);
  await expect(deleteBudget(lead, ids[0] ?? '')).rejects.toMatchObject({ code: 'not_found' });
});

test('a month that is named is read, and one that is none is not', () => {
  expect(parseMonth('2026-12')).toEqual({
    ...{ key: '2026-12', since: new Date('2026-12-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') },
  });
  expect(parseMonth('2026-13')).toBeNull();
});
