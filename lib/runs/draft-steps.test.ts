import { expect, test } from 'vitest';
import { emptyDraft } from './draft-form.ts';
import { listStepProblems } from './draft-problems.ts';
import { DRAFT_STEPS, furthest, stepState } from './draft-steps.ts';

const DATASET = { id: 'ds_1', columns: ['text', 'topic'] };
const READY = emptyDraft({ reached: 'launch', user: 'Label {{text}}', model: 'gpt-4o-mini' });

function counts(...args: Parameters<typeof listStepProblems>) {
  const problems = listStepProblems(...args);
  return DRAFT_STEPS.map((step) => problems[step].length);
}

test('a complete draft has no problem in any step', () => {
  expect(counts(DATASET, READY)).toEqual([0, 0, 0, 0, 0]);
});

test('each problem stands in the step where it is put right', () => {
  expect(counts(null, READY)).toEqual([1, 0, 0, 0, 0]);
  expect(counts(DATASET, { ...READY, user: ' ' })).toEqual([0, 1, 0, 0, 0]);
  expect(counts(DATASET, { ...READY, user: 'Label {{txt}}' })).toEqual([0, 1, 0, 0, 0]);
  expect(counts(DATASET, { ...READY, roles: { text: 'never' } })).toEqual([0, 1, 0, 0, 0]);
  expect(counts(DATASET, { ...READY, roles: { gone: 'id' } })).toEqual([0, 1, 0, 0, 0]);
  expect(counts(DATASET, { ...READY, answerKind: 'label' })).toEqual([0, 0, 1, 0, 0]);
  expect(counts(DATASET, { ...READY, goldColumn: 'gone' })).toEqual([0, 0, 1, 0, 0]);
  expect(counts(DATASET, { ...READY, model: '', rowLimit: 'many' })).toEqual([0, 0, 0, 0, 2]);
});

test('another dataset keeps the instruction, and what it no longer has is named', () => {
  const { instruction, answer } = listStepProblems(
    { id: 'ds_2', columns: ['message'] },
    { ...READY, goldColumn: 'topic' },
  );
  expect(instruction[0]?.message).toContain('{{text}} is not a column');
  expect(answer[0]?.message).toContain('topic');
});

test('a step is to do until it was reached, and a problem only after it was left', () => {
  const problems = listStepProblems(DATASET, { ...READY, user: '' });
  expect(stepState('instruction', 'data', problems)).toBe('todo');
  expect(stepState('instruction', 'instruction', problems)).toBe('todo');
  expect(stepState('instruction', 'launch', problems)).toBe('problem');
  expect(stepState('answer', 'instruction', problems)).toBe('todo');
  expect(stepState('answer', 'launch', problems)).toBe('done');
  expect(stepState('data', 'data', problems)).toBe('done');
  // Nothing but launching finishes the last step.
  expect(stepState('launch', 'launch', problems)).toBe('todo');
});

test('the furthest step only moves on', () => {
  expect(furthest('data', 'answer')).toBe('answer');
  expect(furthest('launch', 'instruction')).toBe('launch');
});
