import { expect, test } from 'vitest';
import type { Issue } from '#lib/errors.ts';
import { labelsOf } from './answer-draft.ts';
import { checkDraft } from './check-draft.ts';
import { draftOf, emptyDraft } from './draft-form.ts';
import { RunInput } from './schema.ts';

const FILLED = emptyDraft({ user: 'Label {{text}}', model: 'gpt-4o-mini', name: 'Tickets' });

function inputOf(draft = FILLED): RunInput {
  const check = checkDraft('ds_1', draft);
  if (!check.ok) throw new Error(JSON.stringify(check.issues));
  return check.input;
}

function issueAt(issues: readonly Issue[], path: string): string | undefined {
  return issues.find((issue) => issue.path?.startsWith(path))?.message;
}

test('a run’s input survives the form whole', () => {
  const input = RunInput.parse({
    datasetId: 'ds_1',
    name: 'Tickets',
    model: 'm',
    connection: 'sandbox',
    prompt: { system: 'You label.', user: 'x {{text}}' },
    output: { kind: 'label', labels: ['card', 'refund'], descriptions: { card: 'Lost or stolen.' } },
    templateVersionId: 'tv_1',
    parameters: { reasoningEffort: 'low', temperature: 1, maxOutputTokens: 50 },
    rows: { limit: 7 },
    retry: { maxAttempts: 5 },
    batch: { maxRequests: 7 },
    budgetUsd: '25.00',
    answerColumn: 'Mood of the message',
    goldColumn: 'category',
    idColumn: 'ticket',
    neverSend: ['salary'],
    dedupe: true,
  });
  expect(inputOf(draftOf(input))).toEqual(input);
});

test('the name of the new column is one line of at most 100 characters', () => {
  const check = (answerColumn: string) => checkDraft('ds_1', { ...FILLED, answerColumn });
  expect(inputOf({ ...FILLED, answerColumn: '  ' }).answerColumn).toBeUndefined();
  expect(inputOf({ ...FILLED, answerColumn: 'x'.repeat(100) }).answerColumn).toHaveLength(100);
  for (const name of ['x'.repeat(101), 'two\nlines']) expect(check(name).ok, name).toBe(false);
});

test('a form saved and opened again is the same form', () => {
  const draft = {
    ...FILLED,
    reached: 'launch' as const,
    system: 'You label.',
    answerKind: 'label' as const,
    labels: 'card\nrefund\nconstructor',
    descriptions: 'refund\tWants money back.\nconstructor\tBuilds.',
    templateVersionId: 'tv_1',
    goldColumn: 'category',
    roles: { salary: 'never' as const, ticket: 'id' as const },
    connection: 'sandbox',
    rowLimit: '100',
    maxAttempts: '5',
    maxOutputTokens: '50',
    temperature: '0',
  };
  expect(draftOf(inputOf(draft))).toEqual(draft);
});

test('fields left empty are not sent', () => {
  const input = inputOf();
  expect(input).not.toHaveProperty('connection');
  expect(input).not.toHaveProperty('goldColumn');
  expect(input.parameters).toEqual({});
  expect(input.rows).toEqual({});
  expect(input.prompt).toEqual({ user: 'Label {{text}}' });
});

test('an empty instruction and a missing model each get their sentence', () => {
  const check = checkDraft('ds_1', emptyDraft({}));
  if (check.ok) throw new Error('must not pass');
  expect(issueAt(check.issues, 'prompt.user')).toBe('Write an instruction.');
  expect(issueAt(check.issues, 'model')).toBe('Say which model to use.');
  expect(issueAt(check.issues, 'prompt.system')).toBeUndefined();
});

test('a number of rows that is none is refused, not ignored', () => {
  const check = checkDraft('ds_1', { ...FILLED, rowLimit: 'many' });
  expect(check.ok).toBe(false);
  if (!check.ok) expect(issueAt(check.issues, 'rows.limit')).toBeDefined();
  expect(inputOf({ ...FILLED, rowLimit: '1,000' }).rows.limit).toBe(1000);
});

test('what a label means goes with the label, and not without it', () => {
  const labels = { ...FILLED, answerKind: 'label' as const, labels: 'card\nrefund' };
  expect(inputOf({ ...labels, descriptions: 'refund\tWants money back.\ngone\tWas removed.' }).output).toEqual({
    kind: 'label',
    labels: ['card', 'refund'],
    descriptions: { refund: 'Wants money back.' },
  });
  expect(inputOf({ ...labels, descriptions: 'gone\tWas removed.\ncard\t \nno tab' }).output).toEqual({
    kind: 'label',
    labels: ['card', 'refund'],
  });
});

test('labels are lines without blank ones', () => {
  expect(labelsOf(' a \r\n\n b c\n')).toEqual(['a', 'b c']);
  const check = checkDraft('ds_1', { ...FILLED, answerKind: 'label', labels: 'a\na' });
  if (check.ok) throw new Error('must not pass');
  expect(issueAt(check.issues, 'output')).toBe('The label "a" is given twice.');
});
