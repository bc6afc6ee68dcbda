import { expect, test } from 'vitest';
import { isSameQuestion } from '#lib/templates/question.ts';
import type { TemplateVersion } from '#lib/templates/schema.ts';
import { checkDraft } from './check-draft.ts';
import { emptyDraft } from './draft-form.ts';
import { fieldsOfTemplate } from './template-fields.ts';

const VERSION: TemplateVersion = {
  id: 'tv_1',
  templateId: 'tpl_1',
  number: 2,
  prompt: { system: 'You label.', user: 'About {{text}}' },
  output: { kind: 'label', labels: ['b', 'a'], descriptions: { a: 'The first.' } },
  parameters: { temperature: 0, maxOutputTokens: 20, reasoningEffort: 'low' },
  columns: ['text'],
  createdAt: '2026-11-20T12:00:00.000Z',
};

test('a form filled from a template asks exactly what the template asks', () => {
  const form = emptyDraft({ model: 'gpt-4o-mini', user: 'before', ...fieldsOfTemplate(VERSION) });
  const check = checkDraft('ds_1', form);
  if (!check.ok) throw new Error(JSON.stringify(check.issues));
  expect(isSameQuestion(check.input, VERSION)).toBe(true);
  expect(check.input.templateVersionId).toBe('tv_1');
});

test('a template without a role or limits clears those of the form', () => {
  const bare = { ...VERSION, prompt: { user: 'x' }, output: { kind: 'text' as const }, parameters: {} };
  const form = emptyDraft({ system: 's', labels: 'a', temperature: '1', ...fieldsOfTemplate(bare) });
  expect(form).toMatchObject({ system: '', answerKind: 'text', labels: '', temperature: '', reasoningEffort: '' });
});
