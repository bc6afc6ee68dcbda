import { expect, test } from 'vitest';
import { addRequest, countOfSample, emptySums, isExact, scaleCount, sumStrata } from './input-count.ts';

function stratumOf(requests: number, tokens: readonly number[], longFrom: number | null = null) {
  const sums = emptySums(requests);
  for (const each of tokens) addRequest(sums, each, longFrom);
  return sums;
}

test('what was counted to the last request is a plain sum, in one stratum or in many', () => {
  const tokens = [5, 900, 7, 300_001, 0];
  const whole = { requests: 5, counted: 5, tokens: 300_913, longRequests: 1, longTokens: 300_001, spreadTokens: 0 };
  expect(countOfSample(5, tokens, 272_000)).toEqual(whole);
  const each = tokens.map((one) => stratumOf(1, [one], 272_000));
  expect(sumStrata(each)).toEqual(whole);
  expect(isExact(sumStrata(each))).toBe(true);
});

test('each stratum is told by its own mean: the share that was counted does not matter', () => {
  const short = stratumOf(900, [10, 12, 8]);
  const long = stratumOf(100, [1_000, 1_200]);
  const count = sumStrata([short, long]);
  expect(count).toMatchObject({ requests: 1_000, counted: 5, tokens: 900 * 10 + 100 * 1_100 });
  expect(isExact(count)).toBe(false);
});

test('the spread is three standard errors, smaller with more of the requests and none with all', () => {
  const alike = countOfSample(1_000, [10, 10, 10, 10], null);
  expect(alike.spreadTokens).toBe(0);
  const unlike = [1, 19].map((half) => half);
  const few = countOfSample(1_000, unlike, null);
  const more = countOfSample(
    1_000,
    Array.from({ length: 200 }, (_, at) => unlike[at % 2] ?? 0),
    null,
  );
  expect(few.tokens).toBe(more.tokens);
  expect(more.spreadTokens).toBeLessThan(few.spreadTokens);
  // Sample variance 162, finite population: 3 · √(1000 · 998 · 162 / 2).
  expect(few.spreadTokens).toBe(Math.round(3 * Math.sqrt((1_000 * 998 * 162) / 2)));
  expect(countOfSample(2, unlike, null).spreadTokens).toBe(0);
});

test('nothing counted says nothing, and another counter scales every part', () => {
  expect(countOfSample(5, [], null)).toMatchObject({ requests: 5, counted: 0, tokens: 0 });
  const scaled = scaleCount(countOfSample(2, [100, 300_000], 272_000), 1.1);
  expect(scaled).toMatchObject({ requests: 2, tokens: 330_110, longRequests: 1, longTokens: 330_000 });
});
