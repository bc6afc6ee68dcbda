import { expect, test } from 'vitest';
import { applyFix, findMarks, type Mark } from './marks.ts';
import { listPromptProblems } from './render.ts';

const COLUMNS = ['text', 'first name', 'Größe', 'a.b', 'category'];

function marks(source: string): Mark[] {
  return findMarks(source, COLUMNS, 'prompt.user');
}

function fixAll(source: string): string {
  let text = source;
  for (let rounds = 0; rounds < 20; rounds++) {
    const mark = marks(text).find((one) => one.fix !== null);
    if (!mark) return text;
    text = applyFix(text, mark);
  }
  throw new Error(`${text} is never mended`);
}

test('a text without mistakes has no marks', () => {
  for (const source of [
    '',
    'plain',
    '{{text}} {{ first name }}',
    '{{Größe}}{{a.b}}',
    '{% if text != "" %}x{% endif %}',
  ])
    expect(marks(source), source).toEqual([]);
});

test('a misspelt column is marked where it stands, every time it stands there, and can be mended', () => {
  const source = 'About {{texd}}, and\nagain {{ texd | upcase }} of {{frist name}}';
  const found = marks(source);
  expect(found.map((mark) => source.slice(mark.start, mark.end))).toEqual([
    '{{texd}}',
    '{{ texd | upcase }}',
    '{{frist name}}',
  ]);
  expect(found[0]).toMatchObject({
    message: '{{texd}} is not a column of this dataset. Did you mean {{text}}?',
    fix: { label: 'Use {{text}} instead', text: '{{text}}' },
  });
  expect(fixAll(source)).toBe('About {{text}}, and\nagain {{ text | upcase }} of {{first name}}');
});

test('a name that is like no column, and an empty one, are marked without a fix', () => {
  for (const source of ['{{something else entirely}}', '{{}}', '{{ }}'])
    expect(marks(source)).toMatchObject([{ start: 0, end: source.length, fix: null }]);
});

test('a misspelt name inside code is marked alone', () => {
  const source = 'x\n{% if categry == "a" %}\ny{% endif %}';
  const [mark] = marks(source);
  expect(mark && source.slice(mark.start, mark.end)).toBe('categry');
  expect(fixAll(source)).toBe('x\n{% if category == "a" %}\ny{% endif %}');
  // A name with a space cannot be written inside code as it is.
  expect(marks('{% if frist_name == "a" %}y{% endif %}')[0]?.fix).toBeNull();
});

test('a mistake in the code is marked on its line, in the words of the template language', () => {
  const source = 'one\ntwo {{text}} {% if text %} three';
  const [mark] = marks(source);
  expect(mark?.message).toContain('is never closed');
  expect(mark && source.slice(mark.start, mark.end)).toBe('{% if text %}');
  const beside = '{{text}} {{ a.b | upcase }} {{ text | uppercase }}';
  const [filter] = marks(beside);
  expect(filter?.message).toContain('There is no filter "uppercase".');
  expect(filter && beside.slice(filter.start, filter.end)).toBe('{{ text | uppercase }}');
});

test('every problem has a mark inside the text, and no mark stands without a problem (generated texts)', () => {
  const pieces = [
    '{{',
    '}}',
    'text',
    'texd',
    ' ',
    '\n',
    '{%',
    '%}',
    'if',
    'endif',
    '|',
    'upcase',
    '(1..2)',
    '"',
    'a.b',
    '-',
  ];
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 2_000; round++) {
    const source = Array.from({ length: 1 + next(12) }, () => pieces[next(pieces.length)] ?? '').join('');
    const problems = listPromptProblems({ user: source }, COLUMNS);
    const found = marks(source);
    expect(found.length > 0, source).toBe(problems.length > 0);
    expect(new Set(found.map((mark) => mark.message))).toEqual(new Set(problems.map((problem) => problem.message)));
    for (const { start, end } of found) {
      expect(start, source).toBeGreaterThanOrEqual(0);
      expect(end, source).toBeGreaterThanOrEqual(start);
      expect(end, source).toBeLessThanOrEqual(source.length);
    }
  }
});
