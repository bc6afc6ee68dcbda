import { expect, test } from 'vitest';
import { parseUsd } from '#lib/money.ts';
import { capWarnings, pausedAtCap } from './cap-words.ts';

const usd = (text: string) => parseUsd(text) ?? 0n;

test('a run that paused at its cap says what is used, what is next, and what the cap is', () => {
  const amounts = { capPicoUsd: usd('1.50'), usedPicoUsd: usd('1.20') };
  expect(pausedAtCap(amounts, { rows: 500, ceilingPicoUsd: usd('0.40') })).toBe(
    'Paused at its cap: $1.20 spent or on its way, the next 500 rows could cost up to $0.40, and the cap is $1.50. Raise the cap or download what is there.',
  );
  expect(pausedAtCap(amounts, { rows: 1, ceilingPicoUsd: usd('0.40') })).toContain('the next row could cost');
});

const receipt = (capUsd: string, expectedUsd: string | null, rowCeilingUsd: string) => ({
  rows: 1_000,
  expectedUsd,
  cap: { capUsd, rowCeilingUsd },
});

test('a cap that everything fits under needs no word', () => {
  expect(capWarnings(receipt('10', '1', '0.01'))).toEqual([]);
  expect(capWarnings({ ...receipt('10', '1', '0.01'), cap: null })).toEqual([]);
  expect(capWarnings(receipt('10', null, '0.01'))).toEqual([]);
});

test('a cap below what is expected says how many rows it reaches', () => {
  expect(capWarnings(receipt('0.40', '1', '0.0001'))).toEqual([
    'The cap is below the expected $1.00: about 400 of 1,000 rows will be answered before it pauses.',
  ]);
  expect(capWarnings(receipt('1', '1', '0.0001'))).toEqual([]);
});

test('a cap under which only some rows can be away at once says so, and one below a row that nothing is sent', () => {
  expect(capWarnings(receipt('2', '1', '0.01'))).toEqual([
    'About 200 rows can be on their way at once, because each counts with its longest answer until it is there. A shorter longest answer under Advanced lets more go at a time.',
  ]);
  expect(capWarnings(receipt('0.009', '1', '0.01'))[0]).toMatch(/^No row would be sent/);
});
