import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { COST_GROUPS } from '#lib/pricing/cost-report.ts';
import { figuresOf, sumCosts } from '#lib/reports/costs.ts';
import { type CostLine, listCosts, listCostsOfEach } from './cost-queries.ts';
import { countCostsInProgress } from './costs-in-progress.ts';
import {
  bookTestAnswers,
  createTestCharges,
  createTestPlace,
  type TestAnswer,
  type TestPlace,
} from './test-charges.ts';

provideTestDatabase(closePool);

const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
const EVER = { from: '2026-01-01', to: '2026-12-31' };

/** The same numbers for the same seed: no test depends on chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const MODELS = ['gpt-4o-mini', 'gpt-5-mini', 'gpt-6-sol', 'nobody-knows-this-model'];

/** Two spellings of one label among them. */
const LABELS = [[], ['Q4'], ['q4', 'pilot'], ['pilot']];

let place: TestPlace;
let templateId: string;

/** Thirty runs of two people and a token, of four models, over two months, with everything that can go wrong in some. */
beforeAll(async () => {
  place = await createTestPlace();
  const other = await createTestPlace();
  templateId = newId('tpl');
  const templateVersionId = newId('tv');
  await db().template.create({ data: { id: templateId, workspaceId: place.workspaceId, name: 'Topics' } });
  await db().templateVersion.create({
    data: {
      ...{ id: templateVersionId, workspaceId: place.workspaceId, templateId, number: 1, columns: [] },
      ...{ prompt: {}, output: {}, parameters: {} },
    },
  });
  const pick = chance(7);
  for (let number = 0; number < 30; number++) {
    const at = number % 10 === 9 ? other : place;
    const given = {
      connectionId: pick(3) === 0 ? at.simulated : at.paid,
      createdById: [...at.people, null][pick(3)] ?? null,
      model: MODELS[pick(MODELS.length)] ?? '',
      name: `Run ${number}`,
      labels: LABELS[pick(LABELS.length)] ?? [],
      ...(at === place && pick(2) === 0 && { templateVersionId }),
    };
    await fill(at, given, pick);
  }
}, 60_000);

async function fill(at: TestPlace, given: Parameters<typeof createTestCharges>[1], pick: (below: number) => number) {
  const rows = Array.from({ length: 1 + pick(3) }, () => 1 + pick(20));
  const charges = await createTestCharges(at, given, rows);
  let firstRow = 0;
  for (const [index, count] of rows.entries()) {
    const answers = Array.from({ length: count }, (): TestAnswer => {
      const input = pick(300_000);
      const isUnpriced = pick(15) === 0;
      return { input, cached: pick(input + 1), output: pick(4_000), isUsable: pick(5) > 0, isUnpriced };
    });
    const endedAt = new Date(Date.UTC(2026, 9 + pick(2), 1 + pick(30), [0, 12, 23][pick(3)], [0, 59][pick(2)]));
    const batchId = charges.batchIds[index] ?? '';
    await bookTestAnswers(charges, batchId, { firstRow, endedAt, answers });
    const unsent = { unsentRows: pick(4), unsentPicoUsd: charges.price ? BigInt(pick(9_000_000)) : null };
    await db().batch.update({ where: { id: batchId }, data: unsent });
    firstRow += count;
    if (pick(6) === 0) await addDuplicate(at, { ...charges, batchId, connectionId: given.connectionId }, endedAt);
  }
}

async function addDuplicate(
  at: TestPlace,
  of: { runId: string; batchId: string; connectionId: string; price: unknown },
  bookedAt: Date,
) {
  const { runId, batchId, connectionId } = of;
  await db().duplicateBatch.create({
    data: {
      ...{ connectionId, providerBatchId: newId('bat'), workspaceId: at.workspaceId, runId, batchId, bookedAt },
      ...{ answers: 3, inputTokens: 300n, outputTokens: 30n, costPicoUsd: of.price === null ? null : 31_500_001n },
    },
  });
}

const scope = () => ({ workspaceId: place.workspaceId });

function totals(lines: readonly CostLine[]) {
  return [false, true].map((simulated) => sumCosts(lines.filter((line) => line.simulated === simulated)));
}

test('the sums agree however they are grouped', async () => {
  for (const period of [NOVEMBER, EVER, { from: '2026-10-15', to: '2026-10-15' }]) {
    const [byDay, ...others] = await Promise.all(
      // By label a run may be in several lines; its own law is below.
      COST_GROUPS.filter((by) => by !== 'label').map(async (by) =>
        totals(await listCosts(db(), scope(), period, { by })),
      ),
    );
    expect(byDay).toBeDefined();
    for (const other of others) expect(other).toEqual(byDay);
  }
});

test('groupings that are asked for together say what each says alone, whatever they are narrowed to', async () => {
  const narrowed = [
    {},
    { createdById: null },
    { template: templateId },
    { template: null, simulated: false },
    { model: MODELS[0] },
  ];
  for (const filter of narrowed) {
    const asked = { ...scope(), ...filter };
    const together = await listCostsOfEach(db(), asked, EVER, { groups: [...COST_GROUPS].toReversed() });
    for (const [index, by] of [...COST_GROUPS].toReversed().entries())
      expect(together[index], by).toEqual(await listCosts(db(), asked, EVER, { by }));
  }
});

test('they are what the rows hold, and what the batches and duplicates booked, to the pico-dollar', async () => {
  const whole = sumCosts(await listCosts(db(), scope(), EVER, { by: 'run' }));
  const runIds = (await db().run.findMany({ where: scope(), select: { id: true } })).map(({ id }) => id);
  const amounts = { costPicoUsd: true, inputTokens: true, cachedInputTokens: true, outputTokens: true } as const;
  const realtime = { realtimePicoUsd: true } as const;
  const where = { runId: { in: runIds } };
  const items = (await db().item.aggregate({ where, _sum: { ...amounts, ...realtime } }))._sum;
  const batches = (await db().batch.aggregate({ where, _sum: { ...amounts, ...realtime } }))._sum;
  const duplicates = (await db().duplicateBatch.aggregate({ where, _sum: amounts }))._sum;
  expect(batches.costPicoUsd).toBe(items.costPicoUsd);
  const unsent = (await db().batch.aggregate({ where, _sum: { unsentRows: true, unsentPicoUsd: true } }))._sum;
  expect([whole.unsentRows, whole.unsentPicoUsd]).toEqual([unsent.unsentRows, unsent.unsentPicoUsd]);
  expect(whole.realtimePicoUsd).toBe(items.realtimePicoUsd);
  expect(whole.batchPicoUsd).toBe((items.costPicoUsd ?? 0n) + (duplicates.costPicoUsd ?? 0n));
  expect(whole.duplicatePicoUsd).toBe(duplicates.costPicoUsd);
  for (const tokens of ['inputTokens', 'cachedInputTokens', 'outputTokens'] as const) {
    expect(batches[tokens]).toBe(BigInt(items[tokens] ?? 0));
    expect(whole[tokens]).toBe(Number(batches[tokens]) + Number(duplicates[tokens]));
  }
});

test('a period is the sum of its days, and what lies outside is in neither', async () => {
  const ever = await listCosts(db(), scope(), EVER, { by: 'day' });
  expect(new Set(ever.map((line) => line.key?.slice(0, 7)))).toEqual(new Set(['2026-10', '2026-11']));
  const november = await listCosts(db(), scope(), NOVEMBER, { by: 'day' });
  expect(november).toEqual(ever.filter((line) => line.key?.startsWith('2026-11')));
  for (const line of november) {
    const day = line.key ?? '';
    const alone = await listCosts(db(), scope(), { from: day, to: day }, { by: 'day' });
    expect(alone).toEqual(november.filter((one) => one.key === day));
  }
});

test('what one person, model or template cost is their line of the whole', async () => {
  for (const createdById of [...place.people, null]) {
    const own = await listCosts(db(), { ...scope(), createdById }, EVER, { by: 'model' });
    const line = (await listCosts(db(), scope(), EVER, { by: 'member' })).filter((one) => one.key === createdById);
    expect(totals(own)).toEqual(totals(line));
  }
  for (const model of MODELS) {
    const own = await listCosts(db(), { ...scope(), model }, EVER, { by: 'template' });
    const line = (await listCosts(db(), scope(), EVER, { by: 'model' })).filter((one) => one.key === model);
    expect(totals(own)).toEqual(totals(line));
  }
  const own = await listCosts(db(), { ...scope(), template: templateId, simulated: false }, EVER, { by: 'day' });
  const line = (await listCosts(db(), scope(), EVER, { by: 'template' })).filter(
    ({ key, simulated }) => key === templateId && !simulated,
  );
  expect(line).toMatchObject([{ name: 'Topics' }]);
  expect(sumCosts(own)).toEqual(sumCosts(line));
});

test('the line of a label is what its runs cost, in whatever spelling, and no run is left out', async () => {
  const lines = await listCosts(db(), scope(), EVER, { by: 'label' });
  const keys = new Set(lines.map(({ key }) => key?.toLowerCase() ?? null));
  expect(keys).toEqual(new Set([null, 'q4', 'pilot']));
  for (const label of keys) {
    const own = await listCosts(db(), { ...scope(), label }, EVER, { by: 'run' });
    const line = lines.filter(({ key }) => (key?.toLowerCase() ?? null) === label);
    expect(totals(line)).toEqual(totals(own));
    const runs = await db().run.findMany({ where: { id: { in: own.flatMap(({ key }) => key ?? []) } } });
    for (const { labels } of runs)
      expect(label === null ? labels.length === 0 : labels.some((one) => one.toLowerCase() === label)).toBe(true);
  }
  // What is without a label and what has one is everything, each run once.
  const named = await db().run.findMany({ where: { ...scope(), labels: { isEmpty: false } }, select: { id: true } });
  const isNamed = new Set<string | null>(named.map(({ id }) => id));
  const all = await listCosts(db(), scope(), EVER, { by: 'run' });
  const unnamed = await listCosts(db(), { ...scope(), label: null }, EVER, { by: 'run' });
  expect(totals([...all.filter(({ key }) => isNamed.has(key)), ...unnamed])).toEqual(totals(all));
});

test('a model without a price costs what nobody knows, and never nothing', async () => {
  const lines = await listCosts(db(), scope(), EVER, { by: 'model' });
  const unknown = lines.filter((line) => line.key === 'nobody-knows-this-model');
  expect(unknown.length).toBeGreaterThan(0);
  for (const line of unknown) {
    expect(figuresOf(line)).toMatchObject({ batchUsd: null, realtimeUsd: null, savedUsd: null });
    expect(line.unknownRequests).toBe(line.requests);
  }
  const known = lines.find((line) => line.key === 'gpt-4o-mini');
  expect(known?.unknownRequests).toBeGreaterThan(0);
  expect(known?.unknownRequests).toBeLessThan(known?.requests ?? 0);
  expect(known?.batchPicoUsd).toBeGreaterThan(0n);
});

test('the dearest stand first, and a limit keeps those', async () => {
  const all = await listCosts(db(), scope(), EVER, { by: 'run' });
  const amounts = all.map((line) => line.batchPicoUsd ?? -1n);
  expect(amounts).toEqual(amounts.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
  const [dearest] = await listCostsOfEach(db(), scope(), EVER, { groups: ['run'], limit: 3 });
  for (const simulated of [false, true]) {
    const ofKind = (lines: readonly CostLine[] = []) => lines.filter((line) => line.simulated === simulated);
    expect(ofKind(dearest)).toEqual(ofKind(all).slice(0, 3));
  }
});

test('what is under way is counted, and in no amount', async () => {
  const before = await listCosts(db(), scope(), EVER, { by: 'run' });
  expect(await countCostsInProgress(db(), scope())).toEqual({ runs: 0, requests: 0 });
  const { runId } = await createTestCharges(place, { connectionId: place.paid }, [5, 7]);
  expect(await countCostsInProgress(db(), scope())).toEqual({ runs: 1, requests: 12 });
  expect(await countCostsInProgress(db(), { ...scope(), simulated: true })).toEqual({ runs: 0, requests: 0 });
  expect(await listCosts(db(), scope(), EVER, { by: 'run' })).toEqual(before);
  await db().run.delete({ where: { id: runId } });
});
