import { expect, test } from 'vitest';
import { columnsUsed, listPromptProblems } from './render.ts';
import { Prompt } from './schema.ts';
import type { SheetColumn } from './sheet-columns.ts';
import { fillCard, TASKS } from './task-cards.ts';

const NONE = new Set<string>();
const column = (name: string, type = 'text', meanChars = 10): SheetColumn => ({
  ...{ name, type, meanChars, meanWords: meanChars / 5 },
  ...{ filledCount: 100, distinctCount: type === 'category' ? 4 : 90 },
});
const TICKETS = [
  column('id', 'integer', 4),
  column('subject', 'text', 25),
  column('message', 'text', 180),
  column('topic', 'category', 12),
];

test('every card writes a prompt that can run, with columns the sheet has', () => {
  const sheets = [
    TICKETS,
    [column('Größe in cm', 'number'), column('a.b'), column('first name')],
    [column('{{odd}}')],
    [],
  ];
  for (const sheet of sheets)
    for (const task of TASKS) {
      const card = fillCard(task, sheet, NONE);
      const names = sheet.map(({ name }) => name);
      const prompt = Prompt.parse({ system: card.system, user: card.user });
      expect(listPromptProblems(prompt, names), task).toEqual([]);
      expect(columnsUsed(prompt, names).toSorted()).toEqual(card.columns.toSorted());
    }
});

test('the text is the longest text column, with its heading before it', () => {
  for (const task of ['classify', 'extract', 'summarize', 'translate', 'score'] as const)
    expect(fillCard(task, TICKETS, NONE).columns).toEqual(['subject', 'message']);
  expect(fillCard('summarize', TICKETS, NONE).user).toContain('Summarize this message');
  expect(fillCard('summarize', TICKETS, NONE).user).toContain('Subject: {{subject}}\nMessage: {{message}}');
  // A long number is not a text, unless there is no other column.
  const numbers = [column('account', 'integer', 30), column('word', 'text', 5)];
  expect(fillCard('extract', numbers, NONE).columns).toEqual(['word']);
  expect(fillCard('extract', numbers.slice(0, 1), NONE).columns).toEqual(['account']);
});

test('where the text may be in several columns, the card asks, and takes the one that is said', () => {
  const places = [column('city', 'text', 8), column('street', 'text', 9)];
  for (const task of ['classify', 'extract', 'summarize', 'translate', 'score'] as const) {
    expect(fillCard(task, places, NONE)).toMatchObject({ columns: [], textChoices: ['city', 'street'] });
    expect(fillCard(task, places, NONE, 'street')).toMatchObject({ columns: ['street'], textChoices: [] });
  }
  expect(fillCard('write', places, NONE)).toMatchObject({ columns: ['city', 'street'], textChoices: [] });
  // A column of labels that is said to be the text is not the answer as well.
  expect(fillCard('classify', TICKETS, NONE, 'topic')).toMatchObject({
    columns: ['subject', 'topic'],
    labelColumn: null,
  });
});

test('labels are looked for in a category that is called like one, and that one stays out of the question', () => {
  expect(fillCard('classify', TICKETS, NONE)).toMatchObject({ answerKind: 'label', labelColumn: 'topic' });
  expect(fillCard('classify', [column('text'), column('country', 'category')], NONE).labelColumn).toBeNull();
  expect(fillCard('classify', [column('text'), column('topic', 'text')], NONE).labelColumn).toBeNull();
  const two = [column('ticket_type', 'category'), column('text'), column('gold label', 'category')];
  expect(fillCard('classify', two, NONE).labelColumn).toBe('gold label');
  expect(fillCard('classify', [column('topic', 'category', 41), column('text')], NONE).labelColumn).toBeNull();
  expect(fillCard('summarize', TICKETS, NONE).labelColumn).toBeNull();
});

test('a score is one label of five, everything else but a class is free text', () => {
  expect(fillCard('score', TICKETS, NONE)).toMatchObject({ answerKind: 'label', labels: ['1', '2', '3', '4', '5'] });
  for (const task of ['extract', 'write', 'summarize', 'translate'] as const)
    expect(fillCard(task, TICKETS, NONE)).toMatchObject({ answerKind: 'text', labels: [] });
});

test('writing takes the facts of a row, in order and not without end', () => {
  expect(fillCard('write', TICKETS, NONE).columns).toEqual(['subject', 'message', 'topic']);
  const wide = Array.from({ length: 2_000 }, (_, index) => column(`fact ${index} x`));
  expect(fillCard('write', wide, NONE).columns).toHaveLength(8);
  expect(fillCard('write', [column('id', 'integer')], NONE).columns).toEqual(['id']);
});

test('a column that must not be sent is in no card', () => {
  for (const task of TASKS) expect(fillCard(task, TICKETS, new Set(['message'])).user).not.toContain('{{message}}');
});
