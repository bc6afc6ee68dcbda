import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { addRequest, emptySums, type InputCount, sumStrata } from '#lib/pricing/input-count.ts';
import { loadTokenCounter } from '#lib/pricing/tokens.ts';
import { countRowTokens } from './row-tokens.ts';
import { type Stratum, stratifyRequests } from './run-requests.ts';

const ROWS = 6_000;
const SOURCE = { datasetId: 'ds_one', prompt: { user: 'Sum up: {{text}}' }, output: { kind: 'text' as const } };

/** The same chance for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Most are short, one in a hundred is very long, and they grow from top to bottom: what an even sample tells badly. */
function skewedTexts(): string[] {
  const next = chance(7);
  return Array.from({ length: ROWS }, (_, row) => {
    const isLong = next() < 0.01;
    const words = isLong ? 400 + 2_000 * next() ** 4 : (1 + (6 * row) / ROWS) * (2 + 8 * next());
    return Array.from({ length: Math.round(words) }, () => `w${Math.floor(next() * 900)}`).join(' ');
  });
}

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
  await db().dataset.create({
    data: {
      ...{ id: 'ds_one', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [{ name: 'text', type: 'text', emptyCount: 0 }], rowCount: ROWS, sizeBytes: 1, sha256: '' },
    },
  });
  const texts = skewedTexts();
  await db().datasetRow.createMany({
    data: texts.map((text, rowIndex) => ({ datasetId: 'ds_one', rowIndex, values: [text] })),
  });
});

async function countStrata(strata: readonly Stratum[]): Promise<InputCount> {
  const counter = await loadTokenCounter();
  const sums = [];
  for (const { requests, rows } of strata) {
    const stratum = emptySums(requests);
    for (const tokens of await countRowTokens(SOURCE, rows, counter)) addRequest(stratum, tokens, null);
    sums.push(stratum);
  }
  return sumStrata(sums);
}

test('a stratified sample of skewed rows tells their sum closely, and how closely', async () => {
  const run = { ...SOURCE, rowCount: ROWS, dedupe: false };
  const strata = await stratifyRequests(run, 600);
  const picked = strata.flatMap(({ rows }) => rows);
  expect(new Set(picked).size).toBe(picked.length);
  expect(picked.length).toBeLessThan(1_400);
  expect(strata.reduce((sum, { requests }) => sum + requests, 0)).toBe(ROWS);
  for (const { requests, rows } of strata) expect(rows.length).toBeLessThanOrEqual(requests);

  const everyRow = Array.from({ length: ROWS }, (_, row) => row);
  const truth = await countStrata([{ requests: ROWS, rows: everyRow }]);
  expect(truth).toMatchObject({ counted: ROWS, spreadTokens: 0 });
  const told = await countStrata(strata);
  const error = Math.abs(told.tokens - truth.tokens);
  expect(error / truth.tokens).toBeLessThan(0.01);
  expect(error).toBeLessThanOrEqual(told.spreadTokens);
  expect(told.spreadTokens / truth.tokens).toBeLessThan(0.05);
  // As many rows, taken evenly, leave far more open.
  const even = everyRow.filter((row) => row % Math.floor(ROWS / picked.length) === 0);
  expect((await countStrata([{ requests: ROWS, rows: even }])).spreadTokens).toBeGreaterThan(4 * told.spreadTokens);
});

test('rows that ask the same are one request of a stratum, wherever they stand', async () => {
  await db()
    .$executeRaw`insert into "dataset_row" select 'ds_twice', r."rowIndex" + ${ROWS}::int * n, r."values" from "dataset_row" r, generate_series(0, 1) n where r."datasetId" = 'ds_one'`;
  await db().dataset.create({
    data: {
      ...{ id: 'ds_twice', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [{ name: 'text', type: 'text', emptyCount: 0 }], rowCount: 2 * ROWS, sizeBytes: 1, sha256: '' },
    },
  });
  const twice = { ...SOURCE, datasetId: 'ds_twice', rowCount: 2 * ROWS };
  const [once, each] = [
    await stratifyRequests({ ...twice, dedupe: true }, 600),
    await stratifyRequests({ ...twice, dedupe: false }, 600),
  ];
  const sumOf = (strata: readonly Stratum[]) => strata.reduce((sum, { requests }) => sum + requests, 0);
  const different = new Set(skewedTexts()).size;
  expect([sumOf(once), sumOf(each)]).toEqual([different, 2 * ROWS]);
  expect(Math.max(...once.flatMap(({ rows }) => rows))).toBeLessThan(ROWS);
});
