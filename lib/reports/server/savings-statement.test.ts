import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { parseUsd, usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { batchCostOf, isLongRequest } from '#lib/pricing/cost.ts';
import { CostsQuery, SavingsQuery } from '#lib/pricing/cost-report.ts';
import { microUsdOf } from '#lib/pricing/micro-usd.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { type SavingsStatement, SavingsStatement as Schema } from '#lib/pricing/savings-statement.ts';
import { sumsByPrice, sumsByRun } from '#lib/reports/statement-prices.ts';
import { getCostReport } from './cost-report.ts';
import { exportStatement } from './export-statement.ts';
import { getSavingsStatement } from './savings-statement.ts';
import {
  bookTestAnswers,
  createTestCharges,
  createTestPlace,
  type TestAnswer,
  type TestPlace,
} from './test-charges.ts';

provideTestDatabase(closePool);

const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
/** The last two have a price of their own for long requests. */
const MODELS = ['gpt-4o-mini', 'nobody-knows-this-model', 'gpt-6-sol', 'gpt-6-sol'];

let place: TestPlace;

/** The same numbers for the same seed: no test depends on chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Forty runs with short and long requests, some answered at once, answers of no use and without tokens, duplicates, and rows never sent. */
beforeAll(async () => {
  place = await createTestPlace();
  const pick = chance(11);
  for (let number = 0; number < 40; number++) {
    const given = {
      connectionId: pick(3) === 0 ? place.simulated : place.paid,
      createdById: place.people[pick(2)] ?? null,
      model: MODELS[number % 4] ?? '',
      name: number === 0 ? '=1+1, a "name"' : `Run ${number}`,
    };
    const charges = await createTestCharges(place, given, [8, 3]);
    for (const [index, batchId] of charges.batchIds.entries()) {
      const answers = Array.from({ length: index === 0 ? 8 : 3 }, (): TestAnswer => {
        const input = pick(3) === 0 ? 250_000 + pick(50_000) : pick(20_000);
        return {
          ...{ input, cached: pick(input + 1), output: pick(4_000) },
          ...{ isUsable: pick(5) > 0, isUnpriced: pick(15) === 0, isRealtime: number % 3 === 2 && pick(2) === 0 },
        };
      });
      const endedAt = new Date(Date.UTC(2026, 10, 1 + pick(29), 12));
      await bookTestAnswers(charges, batchId, { firstRow: index * 8, endedAt, answers });
      const unsent = { unsentRows: pick(4), unsentPicoUsd: charges.price ? BigInt(pick(9_000_000)) : null };
      await db().batch.update({ where: { id: batchId }, data: unsent });
      if (pick(4) === 0) await addDuplicate({ ...charges, ...given, batchId, endedAt, input: 100_000 * (1 + pick(4)) });
    }
  }
}, 60_000);

async function addDuplicate(of: {
  runId: string;
  batchId: string;
  connectionId: string;
  model: string;
  endedAt: Date;
  input: number;
}): Promise<void> {
  const { runId, batchId, connectionId, endedAt, input } = of;
  const price = findPrice(of.model);
  const usage = { inputTokens: input, cachedInputTokens: 500, outputTokens: 70 };
  const isLong = price !== null && isLongRequest(usage, price);
  await db().duplicateBatch.create({
    data: {
      ...{ connectionId, providerBatchId: newId('bat'), workspaceId: place.workspaceId, runId, batchId },
      ...{ bookedAt: endedAt, answers: 1, costPicoUsd: price && batchCostOf(usage, price), ...usage },
      ...(isLong && { longRequests: 1, longInputTokens: input, longCachedInputTokens: 500, longOutputTokens: 70 }),
    },
  });
}

function lead(changes: Partial<Actor> = {}): Actor {
  return { workspaceId: place.workspaceId, userId: null, name: 'x', role: 'lead', via: 'session', ...changes };
}

async function statement(query: Record<string, string> = {}, actor = lead()): Promise<SavingsStatement> {
  return Schema.parse(await getSavingsStatement(db(), actor, SavingsQuery.parse({ ...NOVEMBER, ...query })));
}

type Cells = Record<string, string>;

async function fileOf(of: SavingsStatement): Promise<Cells[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of exportStatement(of)) pieces.push(piece);
  return parse(Buffer.concat(pieces).toString('utf8'), { bom: true, columns: true });
}

/** As an auditor would, from nothing but the cells of one line: whole numbers all the way, so pico-dollars. */
function workedOut(cells: Cells, tokens: readonly string[], rates: readonly string[]): string {
  const [input = 0n, cached = 0n, output = 0n] = tokens.map((name) => BigInt(cells[name] ?? ''));
  const [inputRate = 0n, cachedRate = 0n, outputRate = 0n] = rates.map((name) =>
    BigInt(microUsdOf(cells[name] ?? '') ?? -1),
  );
  return usdString((input - cached) * inputRate + cached * cachedRate + output * outputRate);
}

/** `(a*0.5+b*0.25+c*2)/1000000`, read without any knowledge of the columns. */
function termsWorkedOut(terms: string): string {
  const parts = [...terms.matchAll(/(\d+)\*([\d.]+)/g)];
  return usdString(
    parts.reduce((sum, [, tokens = '', rate = '']) => sum + BigInt(tokens) * BigInt(microUsdOf(rate) ?? -1), 0n),
  );
}

const BATCH = ['batchInputUsd', 'batchCachedUsd', 'batchOutputUsd'] as const;
const REALTIME = ['realtimeInputUsd', 'realtimeCachedUsd', 'realtimeOutputUsd'] as const;

test('every line of the file is worked out from its own columns, to the pico-dollar', async () => {
  const lines = await fileOf(await statement());
  const known = lines.filter((line) => line.batchUsd !== 'unknown');
  expect(known.length).toBeGreaterThan(30);
  for (const line of known) {
    const isNow = line.paidAt === 'realtime';
    const paid = isNow ? line.nowUsd : line.batchUsd;
    const billed = ['inputTokens', 'cachedInputTokens', 'outputTokens'];
    expect(workedOut(line, billed, isNow ? REALTIME : BATCH)).toBe(paid);
    expect(isNow ? line.batchUsd : line.nowUsd).toBe('0.000000');
    const usable = ['usableInputTokens', 'usableCachedInputTokens', 'usableOutputTokens'];
    expect(workedOut(line, usable, REALTIME)).toBe(line.realtimeUsd);
    const duplicate = ['duplicateInputTokens', 'duplicateCachedInputTokens', 'duplicateOutputTokens'];
    expect(workedOut(line, duplicate, BATCH)).toBe(line.duplicateUsd);
    expect(termsWorkedOut(line.paidTerms ?? '')).toBe(paid);
    expect(termsWorkedOut(line.realtimeTerms ?? '')).toBe(line.realtimeUsd);
    expect(line.formula).toContain('savedUsd = realtimeUsd - batchUsd - nowUsd');
  }
});

test('long requests stand in a line of their own, at their own price, and never mix with short ones', async () => {
  const { data } = await statement();
  const long = data.filter((line) => line.requestsAre === 'long' && line.paidAt === 'batch');
  expect(long.length).toBeGreaterThan(5);
  for (const line of long) {
    expect(line.overInputTokens).toBe(272_000);
    expect(Number(line.inputTokens) / line.requests).toBeGreaterThan(272_000);
    const short = data.find(({ run, requestsAre }) => run === line.run && requestsAre === 'short');
    expect(Number(line.batchInputUsd)).toBe(2 * Number(short?.batchInputUsd));
  }
  expect(data.filter((line) => line.requestsAre === 'not kept')).toEqual([]);
});

test('what was answered at once stands in lines of its own, and saves nothing', async () => {
  const lines = (await statement()).data.filter((line) => line.paidAt === 'realtime');
  expect(new Set(lines.map(({ requestsAre }) => requestsAre))).toEqual(new Set(['all', 'short', 'long']));
  for (const line of lines) expect(line).toMatchObject({ savedUsd: '0.000000', nowUsd: line.realtimeUsd });
});

test('a model without a price has unknown amounts and no terms, and never costs nothing', async () => {
  const lines = (await fileOf(await statement())).filter((line) => line.model === 'nobody-knows-this-model');
  expect(lines).toHaveLength(10);
  for (const line of lines) {
    for (const column of ['batchUsd', 'realtimeUsd', 'savedUsd', 'batchInputUsd', 'paidTerms', 'priceAsOf'])
      expect(line[column], column).toBe('unknown');
    expect(line.unknownRequests).toBe(line.requests);
  }
});

test('the statement adds up to the report, run by run and as a whole', async () => {
  const all = await statement();
  const report = await getCostReport(db(), lead(), CostsQuery.parse({ ...NOVEMBER, by: 'run' }));
  expect(new Set(all.data.map(({ run }) => run))).toEqual(new Set(report.data.map(({ run }) => run)));
  const pico = (usd: string | null) =>
    usd === null ? null : BigInt(usd.replace('-', '').replace(/\.(\d+)$/, (_, d) => d.padEnd(12, '0')));
  for (const row of report.data) {
    const own = all.data.filter(({ run }) => run === row.run);
    for (const amount of ['batchUsd', 'nowUsd', 'realtimeUsd', 'duplicateUsd', 'unsentUsd'] as const) {
      const sum = own.reduce<bigint | null>((total, line) => {
        const one = pico(line[amount]);
        return total === null || one === null ? null : total + one;
      }, 0n);
      expect(sum, `${row.name} ${amount}`).toBe(pico(row[amount]));
    }
    for (const count of ['requests', 'unknownRequests', 'unsentRows'] as const)
      expect(
        own.reduce((total, line) => total + line[count], 0),
        `${row.name} ${count}`,
      ).toBe(row[count]);
  }
  for (const kind of ['paid', 'simulated'] as const)
    expect(report.total[kind]).toMatchObject(withoutRuns(all.total[kind]));
});

function withoutRuns({ runs: _, ...amounts }: SavingsStatement['total']['paid']) {
  return amounts;
}

test('by price and by run the statement adds up to itself', async () => {
  const { data, total } = await statement({ simulated: 'false' });
  const prices = sumsByPrice(data);
  const whole = (amounts: (string | null)[]) =>
    usdString(amounts.reduce((sum, usd) => sum + (usd === null ? 0n : (parseUsd(usd.replace('-', '')) ?? 0n)), 0n));
  const spent = usdString((parseUsd(total.paid.batchUsd ?? '') ?? 0n) + (parseUsd(total.paid.nowUsd) ?? 0n));
  for (const sums of [prices, sumsByRun(data)]) {
    expect(whole(sums.map(({ spentUsd }) => spentUsd))).toBe(spent);
    expect(whole(sums.map(({ realtimeUsd }) => realtimeUsd))).toBe(total.paid.realtimeUsd);
  }
  for (const { usable, realtimeUsd, ...price } of prices.filter((one) => one.realtimeUsd !== null)) {
    const [input = 0n, cached = 0n, output = 0n] = REALTIME.map((rate) => BigInt(microUsdOf(price[rate] ?? '') ?? -1));
    const tokens = usable ?? { input: -1n, cached: 0n, output: 0n };
    expect(usdString((tokens.input - tokens.cached) * input + tokens.cached * cached + tokens.output * output)).toBe(
      realtimeUsd,
    );
  }
});

test('no name in the file runs as a formula, and the two kinds of money can be asked for alone', async () => {
  const lines = await fileOf(await statement());
  expect(lines.some(({ name }) => name === `'=1+1, a "name"`)).toBe(true);
  const paid = await statement({ simulated: 'false' });
  expect(paid.data.every((line) => !line.simulated)).toBe(true);
  expect(paid.total.simulated.runs).toBe(0);
});

test('who is a member sees their own runs; a viewer and a token of a member see nothing', async () => {
  const own = await statement({}, lead({ role: 'member', userId: place.people[0] ?? '' }));
  const runs = await db().run.findMany({ where: { id: { in: own.data.map(({ run }) => run) } } });
  expect(new Set(runs.map(({ createdById }) => createdById))).toEqual(new Set([place.people[0]]));
  await expect(statement({}, lead({ role: 'viewer', userId: place.people[0] ?? '' }))).rejects.toThrow(/viewer/);
  await expect(statement({}, lead({ role: 'member', via: 'token' }))).rejects.toThrow(/token of a lead/);
});

test('a batch booked before tokens were kept apart is worked out where that is possible, and else says so', async () => {
  const at = await createTestPlace();
  const answers: TestAnswer[] = [
    { input: 1_000, output: 50 },
    { input: 2_000, output: 70 },
  ];
  const endedAt = new Date('2026-11-05T00:00:00Z');
  const forget = { usableInputTokens: 0, usableCachedInputTokens: 0, usableOutputTokens: 0 };
  for (const isUsable of [true, false]) {
    const charges = await createTestCharges(at, { connectionId: at.paid, name: isUsable ? 'Whole' : 'Mixed' }, [2]);
    const [first, second] = answers;
    if (!first || !second) continue;
    await bookTestAnswers(charges, charges.batchIds[0] ?? '', {
      ...{ firstRow: 0, endedAt, answers: [first, { ...second, isUsable }] },
    });
    await db().batch.updateMany({ where: { runId: charges.runId }, data: forget });
  }
  const { data } = await statement({}, lead({ workspaceId: at.workspaceId }));
  const whole = data.find(({ name }) => name === 'Whole');
  expect(whole).toMatchObject({ requestsAre: 'all', usableInputTokens: '3000' });
  expect(termsWorkedOut(whole?.realtimeTerms ?? '')).toBe(whole?.realtimeUsd);
  expect(data.find(({ name }) => name === 'Mixed')).toMatchObject({
    ...{ requestsAre: 'not kept', usableInputTokens: null, paidTerms: null, batchUsd: '0.000261' },
  });
});
