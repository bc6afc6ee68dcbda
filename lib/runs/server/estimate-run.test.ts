import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/platform/db/client.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { estimateModels } from './estimate-models.ts';
import { estimateRun } from './estimate-run.ts';

provideTestDatabase(closePool);

beforeAll(async () => {
  await db().workspace.create({ data: { id: 'ws_one', name: 'One' } });
  await db().connection.create({
    data: { id: 'con_one', workspaceId: 'ws_one', key: 'sandbox', name: 'Sandbox', kind: 'sandbox', isDefault: true },
  });
  await db().dataset.create({
    data: {
      ...{ id: 'ds_one', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{ columns: [{ name: 'text', type: 'text', emptyCount: 0 }], rowCount: 2, sizeBytes: 1, sha256: '' },
    },
  });
  await db().datasetRow.createMany({
    data: ['short', 'long '.repeat(2_000)].map((cell, rowIndex) => ({ datasetId: 'ds_one', rowIndex, values: [cell] })),
  });
});

test('a row that grows too large for a request counts nothing and stops nothing', async () => {
  const estimateOf = (user: string, rowCount: number) =>
    estimateRun({
      ...{ datasetId: 'ds_one', model: 'gpt-4o-mini', price: findPrice('gpt-4o-mini'), rowCount, dedupe: true },
      ...{ prompt: { user }, output: { kind: 'text' }, parameters: {} },
    });
  const squared = '{{ text | replace: "", text }}';
  const first = await estimateOf(squared, 1);
  expect(first.inputTokens).toBeGreaterThan(0);
  expect((await estimateOf(squared, 2)).inputTokens).toBe(first.inputTokens);
  expect((await estimateOf('{{text}}', 2)).inputTokens).toBeGreaterThan(2_000);
});

test('what labels mean is sent with every row, and counted', async () => {
  const price = findPrice('gpt-4o-mini');
  const estimateOf = (descriptions: Record<string, string>) =>
    estimateRun({
      ...{
        datasetId: 'ds_one',
        model: 'gpt-4o-mini',
        price,
        rowCount: 1,
        dedupe: true,
        prompt: { user: '{{text}}' },
        parameters: {},
      },
      output: { kind: 'label', labels: ['card', 'refund'], descriptions },
    });
  const bare = await estimateOf({});
  const described = await estimateOf({ refund: 'Wants money back '.repeat(20) });
  expect(described.inputTokens - bare.inputTokens).toBeGreaterThan(60);
  expect(Number(described.cost?.expectedUsd)).toBeGreaterThan(Number(bare.cost?.expectedUsd));
});

test('models are compared by what their receipts would say', async () => {
  const asked = {
    datasetId: 'ds_one',
    prompt: { user: '{{text}}' },
    output: { kind: 'text' as const },
    parameters: {},
    rows: {},
    dedupe: true,
    rowsPerRequest: 1,
  };
  const costs = await estimateModels('ws_one', asked, new Date());
  const amounts = costs.map(({ expectedUsd }) => Number(expectedUsd));
  expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
  expect(costs.filter(({ model }) => model.includes('embedding'))).toEqual([]);
  for (const model of ['gpt-4o-mini', 'gpt-5-nano']) {
    const receipt = await estimateRun({ ...asked, model, price: findPrice(model), rowCount: 2 });
    expect(costs.find((cost) => cost.model === model)?.expectedUsd, model).toBe(receipt.cost?.expectedUsd);
  }
  await expect(estimateModels('ws_other', asked, new Date())).rejects.toMatchObject({ code: 'not_found' });
});

test('rows that ask the same are counted and priced once, unless they are to be sent each', async () => {
  const texts = Array.from({ length: 6_000 }, (_, index) => `word ${'and '.repeat(index % 40)}${index % 1_500}`);
  await db().dataset.create({
    data: {
      ...{ id: 'ds_same', workspaceId: 'ws_one', name: 'd', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      ...{
        columns: ['text', 'id'].map((name) => ({ name, type: 'text', emptyCount: 0 })),
        rowCount: 6_000,
        sizeBytes: 1,
        sha256: '',
      },
    },
  });
  await db().datasetRow.createMany({
    data: texts.map((text, rowIndex) => ({ datasetId: 'ds_same', rowIndex, values: [text, `${rowIndex}`] })),
  });
  const estimateOf = (user: string, dedupe: boolean) =>
    estimateRun({
      ...{ datasetId: 'ds_same', model: 'gpt-4o-mini', price: findPrice('gpt-4o-mini'), rowCount: 6_000, dedupe },
      ...{ prompt: { user }, output: { kind: 'text' }, parameters: {} },
    });
  const requests = new Set(texts).size;
  const [once, each] = [await estimateOf('{{text}}', true), await estimateOf('{{text}}', false)];
  expect([once.sameRows, each.sameRows]).toEqual([6_000 - requests, 0]);
  const share = Number(once.cost?.expectedUsd) / Number(each.cost?.expectedUsd);
  expect(share).toBeCloseTo(requests / 6_000, 1);
  expect(await estimateOf('{{text}} {{id}}', true)).toEqual(await estimateOf('{{text}} {{id}}', false));
});
