import { expect, test } from 'vitest';
import { modelChoices } from './form-choices.ts';
import { modelGroups, nextCheaper, OTHER_MODEL } from './model-words.ts';

const COSTS = new Map([
  ['small', '0.10'],
  ['middle', '0.40'],
  ['large', '2.50'],
]);

test('the next cheaper model is the one just below, with the exact difference', () => {
  expect(nextCheaper('large', COSTS)).toEqual({ model: 'middle', lessUsd: '2.100000' });
  expect(nextCheaper('middle', COSTS)).toEqual({ model: 'small', lessUsd: '0.300000' });
  expect(nextCheaper('small', COSTS)).toBeNull();
  expect(nextCheaper('unknown', COSTS)).toBeNull();
  expect(nextCheaper('large', new Map())).toBeNull();
});

test('every model stands in one group, one is recommended, and an unlisted one can be named', () => {
  const models = modelChoices();
  const options = modelGroups(models, COSTS).flatMap((group) => group.options);
  expect(options.map(({ id }) => id).toSorted()).toEqual([...models.map(({ model }) => model), OTHER_MODEL].toSorted());
  expect(options.filter(({ mark }) => mark !== undefined)).toHaveLength(1);
  const [first] = modelGroups(models, new Map([['gpt-5-nano', '0.05']]));
  expect(first?.options.find(({ id }) => id === 'gpt-5-nano')).toMatchObject({
    detail: '$0.025 in, $0.20 out · real-time $0.050, $0.40 · reads 400K at once',
    hint: '≈ $0.050',
  });
});
