import { expect, test } from 'vitest';
import { RowsQuery } from './schema.ts';

test('rows begin at the first one unless a row was seen', () => {
  expect(RowsQuery.parse({})).toEqual({ limit: 100 });
  expect(RowsQuery.parse({ after: '' })).toEqual({ limit: 100 });
  expect(RowsQuery.parse({ after: '0' })).toEqual({ after: 0, limit: 100 });
  for (const after of ['-1', '1.5', 'x', '2147483648']) expect(RowsQuery.safeParse({ after }).success).toBe(false);
});
