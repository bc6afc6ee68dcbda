import { expect, test } from 'vitest';
import { batchCostOf, realtimeCostOf } from '#lib/pricing/cost.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import type { AnswerLine } from '#lib/providers/server/provider.ts';
import { compilePackJudge } from './judge-pack.ts';
import { rowKey } from './row-key.ts';

const price = findPrice('gpt-6-sol');
if (!price) throw new Error('The price is known.');
const submissionId = 'sub_test';
const output = { kind: 'label', labels: ['yes', 'no'] };
const judge = compilePackJudge({ submissionId, run: { output, price } });

function line(answer: AnswerLine['answer'], usage: AnswerLine['usage']): AnswerLine {
  return { key: 'x', model: null, usage, answer };
}

function content(rows: readonly number[], label = 'yes'): AnswerLine['answer'] {
  const answers = rows.map((row) => ({ key: rowKey(submissionId, row), label }));
  return { kind: 'content', content: JSON.stringify({ answers }) };
}

test('tokens and cost of a request are on its rows to the last one, however many it has and whatever they came to', () => {
  let state = 3;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  for (let round = 0; round < 500; round++) {
    const rows = Array.from({ length: 1 + next(50) }, (_, index) => index * 3 + next(3));
    const inputTokens = next(400_000);
    const usage = { inputTokens, cachedInputTokens: next(inputTokens + 1), outputTokens: next(20_000) };
    const answered = rows.filter(() => next(4) > 0);
    const { answers } = judge(rows, line(content(answered), usage));
    expect(answers.map((one) => one.rowIndex)).toEqual(rows);
    const sum = (key: 'inputTokens' | 'cachedInputTokens' | 'outputTokens') =>
      answers.reduce((total, one) => total + one[key], 0);
    expect([sum('inputTokens'), sum('cachedInputTokens'), sum('outputTokens')]).toEqual(Object.values(usage));
    // Of the whole request, not of its parts: a long one has a price of its own.
    expect(answers.reduce((total, one) => total + BigInt(one.costPicoUsd ?? -1), 0n)).toBe(batchCostOf(usage, price));
    expect(answers.filter((one) => one.cause === null).map((one) => one.rowIndex)).toEqual(answered);
    const realtime = answers.reduce((total, one) => total + BigInt(one.realtimePicoUsd ?? -1), 0n);
    if (answered.length === rows.length) expect(realtime).toBe(realtimeCostOf(usage, price));
    else expect(realtime <= realtimeCostOf(usage, price)).toBe(true);
    expect(answers.every((one) => one.cachedInputTokens <= one.inputTokens)).toBe(true);
  }
});

test('what went wrong with a request is said of each of its rows, and tried again in a smaller one', () => {
  const cutOff = { kind: 'failure', cause: 'cut_off', message: 'It was cut off.', content: 'x'.repeat(5_000) } as const;
  const { answers } = judge([1, 2, 3], line(cutOff, { inputTokens: 10, cachedInputTokens: 0, outputTokens: 4 }));
  for (const answer of answers) {
    expect(answer).toMatchObject({ cause: 'cut_off', transient: true, outputs: null });
    expect(answer.message).toBe('It was cut off. It was asked together with 2 other rows.');
    expect(answer.rawAnswer).toHaveLength(2_000);
  }
  // Alone, there is nothing to make smaller.
  expect(judge([1], line(cutOff, null)).answers).toMatchObject([{ cause: 'cut_off', transient: false }]);
  const gone = { kind: 'failure', cause: 'model_unavailable', message: 'Gone.' } as const;
  expect(judge([1, 2], line(gone, null)).answers).toMatchObject([{ transient: false }, { transient: false }]);
});

test('an answer without its tokens leaves the cost of all its rows unknown', () => {
  const { answers } = judge([4, 5], line(content([4, 5]), null));
  expect(answers).toMatchObject([4, 5].map((rowIndex) => ({ rowIndex, isUnpriced: true, costPicoUsd: null })));
});

test('keys are short, and of many rows few are the same', () => {
  const keys = Array.from({ length: 5_000 }, (_, row) => rowKey('sub_a', row));
  expect(keys.every((key) => /^[a-z2-9]{4}$/.test(key))).toBe(true);
  expect(new Set(keys).size).toBeGreaterThan(4_950);
  expect(keys[7]).not.toBe(rowKey('sub_b', 7));
  expect(keys[7]).toBe(rowKey('sub_a', 7));
});
