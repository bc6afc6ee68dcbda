import { expect, test } from 'vitest';
import { labelGuide } from './label-guide.ts';
import { compilePrompt } from './render.ts';
import type { Output } from './schema.ts';

const OUTPUT: Output = {
  kind: 'label',
  labels: ['card', 'constructor', 'refund'],
  descriptions: { refund: 'Wants {{money}} back.', card: 'About a card.' },
};

test('the model is told of every described label, in the order of the list, and of no other', () => {
  expect(labelGuide(OUTPUT)).toBe('What the labels mean:\n- card: About a card.\n- refund: Wants {{money}} back.');
  expect(labelGuide({ kind: 'label', labels: ['constructor', 'toString'], descriptions: {} })).toBeNull();
  expect(labelGuide({ kind: 'label', labels: ['a'] })).toBeNull();
  expect(labelGuide({ kind: 'text' })).toBeNull();
});

test('it stands behind the role, as it was written: braces in it are no holes', () => {
  const guide = labelGuide(OUTPUT);
  const { render, usedColumns } = compilePrompt({ system: 'You label {{text}}.', user: '{{text}}' }, ['text'], guide);
  expect(render(['mail'])).toEqual({ system: `You label mail.\n\n${guide}`, user: 'mail' });
  expect(usedColumns).toEqual(['text']);
  expect(compilePrompt({ user: '{{text}}' }, ['text'], guide).render(['mail'])).toEqual({
    system: guide,
    user: 'mail',
  });
  expect(compilePrompt({ user: '{{text}}' }, ['text'], null).render(['mail'])).toEqual({ user: 'mail' });
});
