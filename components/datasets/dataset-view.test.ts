import { expect, test } from 'vitest';
import { datasetAddress, parseDatasetView } from './dataset-view.ts';

const DATASET = { rowCount: 1_000_000, columns: Array.from({ length: 3 }) };

test('an address says where the page begins, and the beginning needs no saying', () => {
  expect(parseDatasetView({}, DATASET)).toEqual({ row: 1, column: 1 });
  expect(parseDatasetView({ row: '500,001', column: '2' }, DATASET)).toEqual({ row: 500_001, column: 2 });
  expect(datasetAddress('ds_1', { row: 1, column: 1 })).toBe('/datasets/ds_1');
  expect(datasetAddress('ds_1', { row: 51, column: 41 })).toBe('/datasets/ds_1?row=51&column=41');
});

test('a place outside the dataset becomes the nearest one inside, and nonsense the first', () => {
  expect(parseDatasetView({ row: '1000001', column: '4' }, DATASET)).toEqual({ row: 1_000_000, column: 3 });
  expect(parseDatasetView({ row: '1000000', column: '3' }, DATASET)).toEqual({ row: 1_000_000, column: 3 });
  for (const row of ['0', '-5', 'x', '', '1e999', 'NaN']) {
    expect(parseDatasetView({ row }, DATASET).row, row).toBe(1);
  }
  expect(parseDatasetView({ row: ['7', '8'] }, DATASET).row).toBe(1);
  expect(parseDatasetView({ row: '7.9' }, DATASET).row).toBe(7);
});
