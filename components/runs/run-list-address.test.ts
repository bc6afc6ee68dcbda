import { expect, test } from 'vitest';
import { RUN_GROUPS } from '#lib/runs/run-groups.ts';
import { parseRunListView, runListAddress } from './run-list-address.ts';

test('an address says a view and gives it back', () => {
  for (const group of [null, ...RUN_GROUPS])
    for (const name of ['', 'Tickets of May & June'])
      for (const label of [{}, { label: '' }, { label: 'Q4 & more' }])
        for (const page of [1, 2, 400]) {
          const view = { group, name, ...label, page };
          const query = Object.fromEntries(new URL(runListAddress(view), 'http://rowmill').searchParams);
          expect(parseRunListView(query)).toEqual(view);
        }
});

test('what is mistyped is left out', () => {
  expect(parseRunListView({ status: 'lost', page: '-1', name: ' \0 ' })).toEqual({ group: null, name: '', page: 1 });
  expect(parseRunListView({ page: '1e99', name: ['a', 'b'] })).toEqual({ group: null, name: 'a', page: 1 });
});
