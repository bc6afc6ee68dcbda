import { expect, test } from 'vitest';
import { changeForm, withoutGuess } from './change-form.ts';
import { emptyDraft } from './draft-form.ts';

const guessed = emptyDraft({ labels: 'HR\nIT', labelsBy: 'column', goldColumn: 'kind' });

test('labels read from a column go with the gold answer', () => {
  const kept = changeForm(guessed, { goldColumn: '' });
  expect(kept).toMatchObject({ labels: '', labelsBy: 'person', goldColumn: '' });
  expect(changeForm(guessed, { goldColumn: 'other' })).toMatchObject({ labels: '', goldColumn: 'other' });
  expect(changeForm(guessed, { goldColumn: 'kind', user: 'Sort' })).toEqual({ ...guessed, user: 'Sort' });
});

test('labels that a person changed or wrote stay', () => {
  const edited = changeForm(guessed, { labels: 'HR' });
  expect(edited).toMatchObject({ labels: 'HR', labelsBy: 'person', goldColumn: 'kind' });
  expect(changeForm(edited, { goldColumn: '' })).toMatchObject({ labels: 'HR', goldColumn: '' });
  expect(withoutGuess(edited)).toEqual({});
  // Saying the same again, as a list does that is only looked at, is no edit.
  expect(changeForm(guessed, { labels: guessed.labels, descriptions: '' }).labelsBy).toBe('column');
});

test('labels of a card without a column are taken back without touching the gold answer', () => {
  const scored = emptyDraft({ labels: '1\n2', labelsBy: 'card', goldColumn: 'stars' });
  expect({ ...scored, ...withoutGuess(scored) }).toMatchObject({ labels: '', goldColumn: 'stars' });
  expect(changeForm(scored, { goldColumn: '' }).labels).toBe('1\n2');
  expect(changeForm(scored, { labels: 'a', labelsBy: 'column' })).toMatchObject({ labels: 'a', labelsBy: 'column' });
});
