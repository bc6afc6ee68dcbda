import { expect, test } from 'vitest';
import { budgetBar, isUsedUp, leftWords } from './budget-bar.ts';

const BUDGET = { amountUsd: '100.00', spentUsd: '80.00', underWayUsd: '15.00', leftUsd: '5.00', thresholds: [50, 100] };

test('the bar is as long as the budget, and as what is used where that is more', () => {
  expect(budgetBar(BUDGET)).toEqual({
    ...{ spent: 80, underWay: 15, end: null },
    marks: [
      { threshold: 50, at: 50 },
      { threshold: 100, at: 100 },
    ],
  });
  expect(budgetBar({ ...BUDGET, spentUsd: '185.00', thresholds: [50, 100, 150] })).toEqual({
    ...{ spent: 92.5, underWay: 7.5, end: 50 },
    marks: [
      { threshold: 50, at: 25 },
      { threshold: 100, at: 50 },
      { threshold: 150, at: 75 },
    ],
  });
  expect(budgetBar({ ...BUDGET, thresholds: [120] }).marks).toEqual([]);
});

test('how it stands is said in words', () => {
  expect(leftWords(BUDGET)).toBe('$5.00 left');
  expect(leftWords({ ...BUDGET, spentUsd: '101.20', leftUsd: '0.00' })).toBe('$1.20 over');
  expect(leftWords({ ...BUDGET, spentUsd: '100.00', leftUsd: '0.00' })).toBe('nothing left');
  expect([isUsedUp(BUDGET), isUsedUp({ leftUsd: '0.000000' })]).toEqual([false, true]);
});
