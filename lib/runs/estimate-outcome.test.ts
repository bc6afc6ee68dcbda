import { expect, test } from 'vitest';
import { usdString } from '#lib/money.ts';
import { batchCostOf } from '#lib/pricing/cost.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { errorPercent, estimateOutcome } from './estimate-outcome.ts';
import type { RunEstimate } from './run-estimate.ts';

const found = findPrice('gpt-5-mini');
if (!found) throw new Error('the model is listed');
const price = found;

/** 100 tokens read and 10 written for each row. */
function estimateOf(rows: number, answerTokens = 10): RunEstimate {
  const costOf = (outputTokens: number) =>
    usdString(batchCostOf({ inputTokens: 100 * rows, cachedInputTokens: 0, outputTokens: outputTokens * rows }, price));
  const cost = { lowUsd: costOf(8), expectedUsd: costOf(answerTokens), highUsd: costOf(12) };
  return {
    ...{
      inputTokens: 100 * rows,
      sameRows: 0,
      reusedRows: 0,
      packing: null,
      exact: true,
      assumption: '',
      answerTokens,
    },
    cost: { ...cost, realtimeUsd: '0', savedUsd: '0' },
  };
}

function outcomeOf(
  billedAnswers: number | null,
  each: { input: number; output: number; cached?: number },
  rows = 1_000,
) {
  const answers = billedAnswers ?? 1_000;
  const usage = {
    inputTokens: each.input * answers,
    cachedInputTokens: (each.cached ?? 0) * answers,
    outputTokens: each.output * answers,
  };
  const billed = billedAnswers === null ? null : { answers, usage };
  const spending = { batchPicoUsd: batchCostOf(usage, price), billed };
  return estimateOutcome({ estimate: estimateOf(rows), rowCount: rows, price, spending });
}

test('a run that took what was expected is off by nothing, in its tokens as well', () => {
  const outcome = outcomeOf(1_000, { input: 100, output: 10 });
  if (!outcome) throw new Error('something was billed');
  expect(errorPercent(outcome)).toBe('0.0');
  expect(outcome).toMatchObject({ estimatedRows: 1_000, billedRows: 1_000, isInRange: true, cacheUsd: '0.000000' });
  expect(outcome.input).toEqual({ expectedTokens: 100, paidTokens: 100, differenceUsd: '0.000000' });
  expect(outcome.output).toEqual({ expectedTokens: 10, paidTokens: 10, differenceUsd: '0.000000' });
});

test('rows that were sent again, or never, are no error of the estimate', () => {
  for (const billed of [1, 300, 999, 1_001, 2_500]) {
    const outcome = outcomeOf(billed, { input: 100, output: 10 });
    if (!outcome) throw new Error('something was billed');
    expect(errorPercent(outcome), String(billed)).toBe('0.0');
    expect(outcome).toMatchObject({ billedRows: billed, isInRange: true });
    expect(outcome.expectedUsd).toBe(outcome.paidUsd);
  }
});

test('what moved it adds up to all of it: longer text, longer answers, and what the cache saved', () => {
  const outcome = outcomeOf(1_000, { input: 103, output: 13, cached: 20 });
  if (!outcome?.output) throw new Error('something was billed');
  const { input, output, cacheUsd, paidUsd, expectedUsd } = outcome;
  const pico = (usd: string) => Math.round(Number(usd) * 1e12);
  expect(pico(input.differenceUsd)).toBe(3_000 * price.batch.inputMicroUsd);
  expect(pico(output.differenceUsd)).toBe(3_000 * price.batch.outputMicroUsd);
  const moved = pico(input.differenceUsd) + pico(output.differenceUsd) - pico(cacheUsd);
  expect(pico(paidUsd) - pico(expectedUsd)).toBe(moved);
  expect(outcome.isInRange).toBe(true);
  expect(outcomeOf(1_000, { input: 100, output: 13 })?.isInRange).toBe(false);
});

test('nothing billed, answers that were not counted, and prices nobody knew have no outcome', () => {
  expect(outcomeOf(0, { input: 100, output: 10 })).toBeNull();
  expect(outcomeOf(null, { input: 100, output: 10 })).toBeNull();
  const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1 };
  const spending = { batchPicoUsd: 1n, billed: { answers: 1, usage } };
  expect(estimateOutcome({ estimate: { ...estimateOf(1), cost: null }, rowCount: 1, price, spending })).toBeNull();
  // An estimate of an earlier version says nothing of single answers; the whole can be compared all the same.
  const { answerTokens: _, ...older } = estimateOf(1);
  expect(estimateOutcome({ estimate: older, rowCount: 1, price, spending })).toMatchObject({ output: null });
});

test('percents have one place, rounded away from nothing, and never a minus before nothing', () => {
  const percent = (expectedUsd: string, paidUsd: string) => errorPercent({ expectedUsd, paidUsd });
  expect(percent('0.364000', '0.365000')).toBe('0.3');
  expect(percent('1.000000', '0.880000')).toBe('-12.0');
  expect(percent('1.000000', '4.940000')).toBe('394.0');
  expect(percent('1.000000', '0.999900')).toBe('0.0');
  expect(percent('1.000000', '0.999000')).toBe('-0.1');
});
