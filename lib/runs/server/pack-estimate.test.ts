import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { loadTokenCounter } from '#lib/pricing/tokens.ts';
import { requestLineFor } from '#lib/providers/server/request-line.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import { estimateModels } from './estimate-models.ts';
import { estimateWithHistory } from './estimate-run.ts';
import { requestWriter } from './request-writers.ts';

provideTestDatabase(closePool);

const ROWS = Array.from(
  { length: 203 },
  (_, n) => `My card ${n} was "lost" ${'on the way '.repeat(n % 7)}\nplease help`,
);
const LABELS = Array.from({ length: 60 }, (_, n) => `topic_number_${n}_of_the_bank`);

const run = {
  ...{ datasetId: 'ds_packs', model: 'gpt-4o-mini', prompt: { user: 'Which topic has this message?\n\n{{text}}' } },
  ...{ output: { kind: 'label' as const, labels: LABELS }, parameters: {}, price: findPrice('gpt-4o-mini') },
  ...{ rowCount: ROWS.length, dedupe: true, connectionId: 'con_none' },
};

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_packs', name: 'w' } });
  await db().connection.create({
    data: { id: 'con_none', workspaceId: 'ws_packs', key: 'none', name: 'n', kind: 'openai', isDefault: true },
  });
  await db().dataset.create({
    data: {
      ...{ id: 'ds_packs', workspaceId: 'ws_packs', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [{ name: 'text', type: 'text', emptyCount: 0 }], rowCount: ROWS.length, sizeBytes: 1, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: ROWS.map((text, rowIndex) => ({ datasetId: 'ds_packs', rowIndex, values: [text] })),
  });
});

/** Input tokens of the very requests that would be uploaded. */
async function countPacked(rowsPerRequest: number): Promise<number> {
  const counter = await loadTokenCounter();
  const shape = requestShape(run, rowsPerRequest);
  const writer = requestWriter(
    {
      ...{ batch: { submissionId: 'sub_count', rowsPerRequest }, columns: ['text'], prompt: run.prompt, guide: null },
      ...{
        provider: { requestLine: requestLineFor(shape, '/v1/chat/completions') },
        maxBytes: 10 ** 9,
        schemaBytes: 0,
      },
    },
    () => undefined,
  );
  const units = [...ROWS.map((text, rowIndex) => writer.add(rowIndex, [text])), writer.end()].flatMap(
    (unit) => unit ?? [],
  );
  return units.reduce((sum, { line }) => {
    const user: string = JSON.parse(line).body.messages[0].content;
    return sum + counter.requestTokens({ user, schema: shape.jsonSchema?.schema ?? null });
  }, 0);
}

test.each([2, 10, 20, 50])(
  'what %i rows a request take is estimated to within three percent',
  async (rowsPerRequest) => {
    const actual = await countPacked(rowsPerRequest);
    const { inputTokens, exact, packing } = await estimateWithHistory('ws_packs', { ...run, rowsPerRequest });
    expect(Math.abs(inputTokens - actual) / actual).toBeLessThan(0.03);
    expect(exact).toBe(false);
    expect(packing?.recommended).toBe(10);
  },
);

test('a run that asks row by row is estimated as before, and told what sharing would save', async () => {
  const alone = await estimateWithHistory('ws_packs', { ...run, rowsPerRequest: 1 });
  expect(alone).toMatchObject({ exact: true, inputTokens: await countPacked(1), packing: { recommended: 10 } });
  const packed = await estimateWithHistory('ws_packs', { ...run, rowsPerRequest: 10 });
  expect(packed.cost?.expectedUsd).toBe(alone.packing?.recommendedUsd);
  expect(packed.packing?.aloneUsd).toBe(alone.cost?.expectedUsd);
  expect(Number(packed.cost?.expectedUsd)).toBeLessThan(Number(alone.cost?.expectedUsd) / 2);
});

test('other models are compared at the same number of rows', async () => {
  const input = { ...run, rows: {}, rowsPerRequest: 10, connection: 'none' };
  const costs = await estimateModels('ws_packs', input, new Date());
  const { cost } = await estimateWithHistory('ws_packs', { ...run, rowsPerRequest: 10 });
  expect(costs.find(({ model }) => model === 'gpt-4o-mini')?.expectedUsd).toBe(cost?.expectedUsd);
});

test('a prompt whose rows cannot share a request says so', async () => {
  const prompt = { user: '{% if text %}{{text}}{% endif %}' };
  expect(await estimateWithHistory('ws_packs', { ...run, prompt, rowsPerRequest: 1 })).toMatchObject({ packing: null });
});
