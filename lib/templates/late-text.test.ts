import { expect, test } from 'vitest';
import { fixedFirst } from './fixed-first.ts';
import { findLateText, type RequestParts } from './late-text.ts';

const COLUMNS = ['text', 'name'];
const words = (count: number) => Array.from({ length: count }, (_, at) => `rule${at}`).join(' ');
/** One token a word. */
const parts: RequestParts = {
  ...{ guide: null, schema: null },
  countTokens: (text) => text.split(/\s+/).filter((word) => word !== '').length,
};
const find = (user: string, more: Partial<RequestParts> & { system?: string } = {}) =>
  findLateText({ user, ...(more.system && { system: more.system }) }, COLUMNS, { ...parts, ...more });

test('long fixed text behind the first column is found, and can be moved before it', () => {
  const rules = words(1_500);
  expect(find(`Message: {{text}}\n\n${rules}`)).toEqual({
    ...{ hole: '{{text}}', tokens: 1_500, gainTokens: 1_501 },
    reordered: `${rules}\n\nMessage: {{text}}`,
  });
});

test('no word where nothing is wrong: it stands first, or there is too little of it to be kept', () => {
  expect(find(`${words(1_500)}\n\n{{text}}`)).toBeNull();
  expect(find(`{{text}}\n\n${words(1_000)}`)).toBeNull();
  expect(find('{{text}}')).toBeNull();
  expect(find(words(3_000))).toBeNull();
  // Enough is kept already; a little more behind the column is not worth a word.
  expect(find(`${words(2_000)}\n\n{{text}}\n\n${words(400)}`)).toBeNull();
});

test('what stands before the instruction counts: the schema, the system text and what labels mean', () => {
  const user = `{{text}}\n\n${words(600)}`;
  expect(find(user)).toBeNull();
  expect(find(user, { system: words(600) })?.gainTokens).toBe(1_200);
  expect(find(user, { guide: words(600) })?.gainTokens).toBe(1_200);
  const schema = { enum: words(600).split(' ') };
  expect(find(user, { schema, countTokens: (text) => parts.countTokens(text.replaceAll('","', ' ')) })).not.toBeNull();
});

test('a column in the system text is in the way of all that follows, and no paragraph of the instruction can help', () => {
  const found = find(`${words(700)}\n\n{{text}}`, { system: 'You write to {{name}}.', guide: words(700) });
  expect(found).toMatchObject({ hole: '{{name}}', reordered: null });
});

test('text inside a condition is not fixed; outside it is', () => {
  expect(find(`{{text}}{% if name %}${words(1_500)}{% endif %}`)).toBeNull();
  expect(find(`{{text}}{% if name %}x{% endif %} ${words(1_500)}`)).toMatchObject({ tokens: 1_500, reordered: null });
});

test('paragraphs move whole: headings and labels stay with their column, and the cue at the end stays last', () => {
  const moved = fixedFirst(
    'You sort mail.\n\n# Mail\n\nText:\n\n{{text}}\n\n# Rules\n\nBe kind.\n\nBe short.\n\nAnswer:',
    COLUMNS,
  );
  expect(moved).toBe('You sort mail.\n\n# Rules\n\nBe kind.\n\nBe short.\n\n# Mail\n\nText:\n\n{{text}}\n\nAnswer:');
  expect(
    fixedFirst(
      'From {{name}}\n\nLong rules that are longer than any line that only leads in to the next thing.\n\n{{text}}',
      COLUMNS,
    ),
  ).toBe('Long rules that are longer than any line that only leads in to the next thing.\n\nFrom {{name}}\n\n{{text}}');
  expect(fixedFirst('A {{text}} in the middle of its paragraph.\n\nRule.', COLUMNS)).toBe(
    'Rule.\n\nA {{text}} in the middle of its paragraph.',
  );
});

test.each([
  ['nothing is behind a column', 'Rules.\n\n{{text}}'],
  ['it is one paragraph', '{{text}} and the rules'],
  ['it says what is above', '{{text}}\n\nSort the message above.'],
  ['quotes are open', '"""\n\n{{text}}\n\n"""\n\nRules of all kinds.'],
  ['tags are open', '<mail>\n\n{{text}}\n\n</mail>\n\nRules of all kinds.'],
  ['parts are numbered', '1. Read {{text}}\n\n2. Think of the rules.\n\n3. Say it to {{name}}'],
  ['it has a condition', '{% if name %}x{% endif %}{{text}}\n\nRules.'],
  ['a name is no column', '{{txt}}\n\nRules.'],
])('nothing is moved where %s', (_, user) => {
  expect(fixedFirst(user, COLUMNS)).toBeNull();
});

test('moving loses no paragraph and keeps columns in their order, and doing it again changes nothing', () => {
  const pieces = [
    'Rule one is long.',
    '{{text}}',
    'From {{name}}',
    'Be kind, always.',
    '# Head',
    'Note:',
    'A {{text}} b',
  ];
  let moves = 0;
  for (let seed = 1; seed < 400; seed++) {
    const source = Array.from(
      { length: 2 + (seed % 6) },
      (_, at) => pieces[(seed * (at + 3) * 7 + at) % pieces.length],
    ).join('\n\n');
    const moved = fixedFirst(source, COLUMNS);
    if (moved === null) continue;
    moves += 1;
    expect(moved.split('\n\n').toSorted()).toEqual(source.split('\n\n').toSorted());
    expect(moved.match(/\{\{\w+\}\}/g)).toEqual(source.match(/\{\{\w+\}\}/g));
    expect(fixedFirst(moved, COLUMNS) ?? moved).toBe(moved);
  }
  expect(moves).toBeGreaterThan(20);
});
