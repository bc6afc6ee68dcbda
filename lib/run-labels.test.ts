import { expect, test } from 'vitest';
import { labelKey, runLabelsIssue, withTypedLabels } from './run-labels.ts';

test('a label in two spellings is one', () => {
  expect(labelKey(' Q4 Labels ')).toBe(labelKey('q4 labels'));
  expect(labelKey('E\u0301tude')).toBe(labelKey('étude'));
  expect(labelKey('Q4')).not.toBe(labelKey('Q3'));
});

test('labels that may not be are refused with a sentence and their place', () => {
  expect(runLabelsIssue([])).toBeNull();
  expect(runLabelsIssue(['Q4', 'pilot', 'x'.repeat(40)])).toBeNull();
  expect(runLabelsIssue(['Q4', '  '])).toEqual({ at: 1, message: 'A label may not be empty.' });
  expect(runLabelsIssue(['x'.repeat(41)])).toEqual({ at: 0, message: 'A label may have at most 40 characters.' });
  expect(runLabelsIssue(['a\nb'])?.message).toBe('A label is one line of text.');
  expect(runLabelsIssue(['Q4', 'q4 '])).toEqual({ at: 1, message: 'The label “q4” is there twice.' });
  expect(runLabelsIssue(Array.from({ length: 11 }, (_, n) => `l${n}`))?.message).toContain('at most 10 labels');
});

test('what is typed is added label by label, and what is there already is not added again', () => {
  expect(withTypedLabels(['Q4'], ' pilot ,  q4, for  Ada,,')).toEqual(['Q4', 'pilot', 'for Ada']);
  expect(withTypedLabels(['Q4'], '  ')).toEqual(['Q4']);
});
