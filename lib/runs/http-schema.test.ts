import { expect, test } from 'vitest';
import { ItemsQuery } from './http-schema.ts';

test('items begin at the first row unless a row was seen', () => {
  expect(ItemsQuery.parse({})).toEqual({ limit: 50 });
  expect(ItemsQuery.parse({ after: '' })).toEqual({ limit: 50 });
  expect(ItemsQuery.parse({ after: '0' })).toEqual({ after: 0, limit: 50 });
  for (const after of ['-1', '1.5', 'x', '2147483648']) expect(ItemsQuery.safeParse({ after }).success).toBe(false);
});
