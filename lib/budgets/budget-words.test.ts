import { expect, test } from 'vitest';
import { PICO_PER_USD } from '#lib/money.ts';
import { launchRefusal, leftOf } from './budget-words.ts';
import { budgetAmountIssue, readThresholds, thresholdsIssue } from './limits.ts';
import { addMonths, monthAt, monthName, monthWords } from './month.ts';

const usd = (dollars: number) => BigInt(dollars) * PICO_PER_USD;

function budget(spent: number, underWay = 0) {
  return {
    ...{ name: 'Q4 labels', monthName: 'December', amountPicoUsd: usd(100) },
    ...{ spentPicoUsd: usd(spent), underWayPicoUsd: usd(underWay) },
  };
}

test('a run that does not fit is refused with what is left and who can help', () => {
  expect(launchRefusal(budget(80, 15), usd(5))).toBeNull();
  expect(launchRefusal(budget(80, 15), usd(6))).toBe(
    'This run is expected to cost $6.00. The budget “Q4 labels” of $100.00 for December has $5.00 left: $80.00 spent, about $15.00 under way. A lead can raise it under Costs → Budgets.',
  );
  expect(launchRefusal(budget(101), usd(1))).toBe(
    'The budget “Q4 labels” of $100.00 for December is used up: $101.00 spent. A lead can raise it under Costs → Budgets.',
  );
});

test('what nobody knows fits while anything is left, and what costs nothing does not once it is used up', () => {
  expect(launchRefusal(budget(99), null)).toBeNull();
  expect(launchRefusal(budget(100), null)).toContain('is used up');
  expect(launchRefusal(budget(100), 0n)).toContain('is used up');
  expect(leftOf(budget(120, 5))).toBe(0n);
});

test('amounts and percents that may not be are refused in words', () => {
  expect(budgetAmountIssue('100.00')).toBeNull();
  for (const bad of ['', '0', '-1', 'ten', '1000000.01', '1e3']) expect(budgetAmountIssue(bad)).toMatch(/\.$/);
  expect(readThresholds('50, 80 %;100')).toEqual([50, 80, 100]);
  expect(readThresholds('')).toEqual([]);
  expect(thresholdsIssue([])).toBeNull();
  for (const bad of ['0', '201', 'half', '50 50', '1 2 3 4 5 6', '12.5'])
    expect(thresholdsIssue(readThresholds(bad)), bad).toMatch(/\.$/);
});

test('months are of UTC and know their neighbors', () => {
  const month = monthAt(new Date('2026-12-31T23:59:59.999Z'));
  expect([month.key, monthName(month), monthWords(month)]).toEqual(['2026-12', 'December', 'December 2026']);
  expect(addMonths(month, 1).key).toBe('2027-01');
  expect(addMonths(month, -12).key).toBe('2025-12');
  expect(addMonths(month, 1).since).toEqual(month.until);
});
