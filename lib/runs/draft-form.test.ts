import { expect, test } from 'vitest';
import { emptyDraft, RunDraft, readDraftForm } from './draft-form.ts';

test('an empty form passes its own check', () => {
  expect(RunDraft.parse(emptyDraft({}))).toEqual(emptyDraft({}));
});

test('what another version stored opens: unknown fields go, unreadable ones start empty, the rest stays', () => {
  const stored = { user: 'Label {{text}}', answerKind: 'poem', model: 7, dedupe: true, formerField: 'x' };
  expect(readDraftForm(stored)).toEqual(emptyDraft({ user: 'Label {{text}}', dedupe: true }));
});

test('whatever is stored opens', () => {
  for (const stored of [null, undefined, 7, 'text', [], {}]) expect(readDraftForm(stored)).toEqual(emptyDraft({}));
});

test('what is typed may be nonsense, but not without end', () => {
  expect(RunDraft.safeParse({ rowLimit: 'many', temperature: 'hot' }).success).toBe(true);
  expect(RunDraft.safeParse({ name: 'n'.repeat(1_000) }).success).toBe(true);
  expect(RunDraft.safeParse({ name: 'n'.repeat(1_001) }).success).toBe(false);
});

test('a form that would not fit into one request is refused in words, measured in bytes', () => {
  expect(RunDraft.safeParse({ user: 'a'.repeat(400_000), labels: 'b'.repeat(450_000) }).success).toBe(true);
  const tooLarge = RunDraft.safeParse({ user: '日'.repeat(200_000), labels: '日'.repeat(150_000) });
  expect(tooLarge.error?.issues[0]?.message).toContain('too long to be kept');
});
