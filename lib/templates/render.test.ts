import { Liquid } from 'liquidjs';
import { expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { findHoles, holeFor } from './holes.ts';
import { columnsUsed, compilePrompt, listPromptProblems } from './render.ts';

const COLUMNS = [
  'text',
  'Customer name',
  'e-mail',
  'column with "quotes"',
  "what's new",
  'größe',
  '日本',
  'a.b',
  'a | b',
  'true',
];
const CELLS = COLUMNS.map((_, index) => `<${index}>`);

function render(user: string, columns: readonly string[] = COLUMNS, values: readonly string[] = CELLS): string {
  return compilePrompt({ user }, columns).render(values).user;
}

function problemsOf(user: string, columns: readonly string[] = COLUMNS): string[] {
  return listPromptProblems({ user }, columns).map((problem) => problem.message);
}

test('every column name works as a hole, plain, spaced and with a filter', () => {
  COLUMNS.forEach((column, index) => {
    expect(render(holeFor(column))).toBe(`<${index}>`);
    expect(render(`x {{  ${column}\t}} y`)).toBe(`x <${index}> y`);
    expect(render(`{{${column} | append: "!"}}`)).toBe(`<${index}>!`);
  });
});

test('odd names work in conditions in brackets', () => {
  expect(render('{% if ["Customer name"] == "<1>" %}yes{% else %}no{% endif %}')).toBe('yes');
});

test('the longest column name that fits wins', () => {
  const columns = ['a', 'a | upcase', 'name', 'name '];
  expect(render('{{a | upcase}} {{a | downcase}}', columns, ['X', 'longer', '', ''])).toBe('longer x');
  expect(render('{{name}}|{{name }}', columns, ['', '', 'exact', 'spaced'])).toBe('exact|spaced');
});

test('cells are data: never a template, never escaped, never trimmed', () => {
  const cells = ['{{text}}', '{% if %}', '  <b>&amp;"\'</b> \n', '$&', '}}{{Customer name}}', '\\'];
  for (const cell of cells) {
    for (const user of ['{{text}}', '{{text}}{% if text == "x" %}{% endif %}', '{{text | append: ""}}'])
      expect(render(user, ['text', 'Customer name'], [cell, 'no'])).toBe(cell);
  }
});

test('the prompt itself is untouched around its holes', () => {
  for (const text of ['  a\n\n', '{ "a": {"b": 1} }', '100 % }} {', '{', '\r\n\t{{text}}\r\n '])
    expect(render(text)).toBe(text.replace('{{text}}', '<0>'));
  expect(render('{"x":{"y":{{text}}}}')).toBe('{"x":{"y":<0>}}');
});

test('raw blocks and quoted braces are text', () => {
  expect(render('{% raw %}{{text}} {{nope}}{% endraw %} {{ "{{" }}')).toBe('{{text}} {{nope}} {{');
  expect(render('{% comment %}{{nope}}{% endcomment %}{{text}}')).toBe('<0>');
});

test('tags, filters and whitespace dashes work', () => {
  expect(render('{% if text contains "9" %}nine{% elsif text %}other{% endif %}')).toBe('other');
  expect(render('a  {{- text -}}  b{{- Customer name }}', COLUMNS)).toBe('a<0>b<1>');
  expect(render('{{ text | default: "none" | upcase }}', ['text'], [''])).toBe('NONE');
  expect(render('{{ text | truncate: 5 }} {{ text.size }} {{ text | strip | size }}', ['text'], ['  abcdef '])).toBe(
    '  ... 9 6',
  );
  expect(render('{{ text | split: "," | first }} {{ text | replace: "a", "$&" }}', ['text'], ['a,b'])).toBe('a $&,b');
});

test('an unknown column is named, with the nearest one', () => {
  const problems = (user: string) => problemsOf(user, ['text', 'Customer name', 'category']);
  expect(problems('{{txt}}')).toEqual(['{{txt}} is not a column of this dataset. Did you mean {{text}}?']);
  expect(problems('{{ Custmer name }}')).toEqual([
    '{{Custmer name}} is not a column of this dataset. Did you mean {{Customer name}}?',
  ]);
  expect(problems('{{TEXT}}')).toEqual(['{{TEXT}} is not a column of this dataset. Did you mean {{text}}?']);
  expect(problems('{{zebra}}')).toEqual(['{{zebra}} is not a column of this dataset.']);
  expect(problems("{{customer's name}}")).toHaveLength(1);
  expect(problems('{{txt}} {{catgory | upcase}} {{txt}} {% if nme == "" %}{% endif %}')).toHaveLength(3);
  expect(problems('{{text | append: other}}')).toEqual(['{{other}} is not a column of this dataset.']);
  for (const word of [
    'true',
    'empty',
    'nil',
    '2024',
    'constructor',
    '__proto__',
    'text.length',
    'text.x.y',
    'column_0',
  ])
    expect(problems(`{{${word}}}`)[0], word).toContain('is not a column');
  expect(problems('{{}}')[0]).toContain('is empty');
});

test('what is wrong carries where it is', () => {
  const compile = () => compilePrompt({ system: 'a\n{{sytem}}', user: '{{text}}\n\n{{usr}}' }, ['text', 'system']);
  expect(compile).toThrow(AppError);
  try {
    compile();
  } catch (error) {
    expect(error).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('{{sytem}} is not a column'),
      issues: [
        { path: 'prompt.system', line: 2 },
        { path: 'prompt.user', line: 3 },
      ],
    });
  }
});

test('mistakes are sentences with the line of the prompt', () => {
  const columns = ['text', 'two\nlines'];
  const first = (user: string) => problemsOf(user, columns)[0];
  expect(first('a\n{{text')).toBe('The instruction has a mistake on line 2. A "{{" is never closed with "}}".');
  expect(first('{{two\nlines}}\n{% if text %}')).toBe(
    'The instruction has a mistake on line 3. {% if text %} is never closed with {% endif %}.',
  );
  expect(first('{{text | shout}}')).toContain('There is no filter "shout". These work: append,');
  expect(first('{% if text')).toContain('A "{%" is never closed');
  expect(first('{% if text %}{% endfor %}')).toContain('{% endfor %} belongs to no open {% if %}.');
  expect(first('{% raw %}{{text}}')).toContain('{% raw %} is never closed with {% endraw %}.');
});

test('files, loops and assignments are out of reach', () => {
  for (const tag of [
    'include "x"',
    'render "x"',
    'layout "x"',
    'for i in text',
    'assign a = text',
    'tablerow i in text',
    'capture a',
    'liquid',
  ])
    expect(problemsOf(`{% ${tag} %}`)[0], tag).toContain('is not available');
  for (const filter of ['date', 'sha256', 'where_exp: "a", "b"', 'times: 3', 'sort'])
    expect(problemsOf(`{{text | ${filter}}}`)[0], filter).toContain('There is no filter');
});

test('a range is refused before it can fill the memory', () => {
  for (const user of [
    '{{ text | default: (1..90000000) }}',
    '{% if (1..90000000) contains 5 %}{% endif %}',
    '{{(1..3)}}',
  ])
    expect(problemsOf(user).length, user).toBeGreaterThan(0);
  expect(render('{{ text | replace: "<", "(" }}')).toBe('(0>');
});

test('a row that explodes is refused, the others go on', () => {
  const compiled = compilePrompt({ user: '{{text | replace: "a", text}}' }, ['text']);
  expect(() => compiled.render(['a'.repeat(20_000)])).toThrow('grows too large');
  expect(compiled.render(['aa']).user).toBe('aaaa');
});

test('an empty system text is no system text, any other stays', () => {
  expect(compilePrompt({ system: ' \n', user: 'x' }, []).render([])).toEqual({ user: 'x' });
  expect(compilePrompt({ system: ' {{a}} ', user: 'x' }, ['a']).render(['1'])).toEqual({ system: ' 1 ', user: 'x' });
});

test('only used columns are counted, in dataset order, mistakes or not', () => {
  const columns = ['a', 'b', 'c', 'd', 'e'];
  const prompt = { system: '{{d}}', user: '{% if b == "1" %}{{a | append: e}}{% endif %}' };
  expect(columnsUsed(prompt, columns)).toEqual(['a', 'b', 'd', 'e']);
  expect(compilePrompt(prompt, columns).usedColumns).toEqual(['a', 'b', 'd', 'e']);
  expect(columnsUsed({ user: '{{c}} {{nope}}' }, columns)).toEqual(['c']);
});

test('holes are found where they stand, unknown ones marked', () => {
  const text = 'Hi {{ Customer name }}, {{txt}}';
  expect(findHoles(text, COLUMNS).map((hole) => [text.slice(hole.start, hole.end), hole.column])).toEqual([
    ['{{ Customer name }}', 'Customer name'],
    ['{{txt}}', null],
  ]);
});

test('the fast path gives what Liquid gives (500 generated prompts)', () => {
  const engine = new Liquid({ strictVariables: true });
  const columns = ['a', 'b-c', 'long_name', 'größe'];
  const texts = ['', ' ', '\n', 'x', '}}', '}', '{ ', '"', "'", '\\', '<&>', '|', '-', 'ä', '%}', '\r\n'];
  const cells = ['', ' ', '{{a}}', '{% raw %}', '<b>', '\n', '日本', '"\'', '$1', '0'];
  for (let seed = 1; seed <= 500; seed++) {
    const pick = randomPicker(seed);
    const parts = Array.from(
      { length: pick(8) },
      () => `${texts[pick(texts.length)]}{{${' '.repeat(pick(3))}${columns[pick(4)]}}}`,
    );
    const user = parts.join('') + texts[pick(texts.length)];
    const values = columns.map(() => cells[pick(cells.length)] ?? '');
    const scope = Object.fromEntries(columns.map((column, index) => [column, values[index]]));
    expect(render(user, columns, values)).toBe(engine.parseAndRenderSync(user, scope));
    // A comment at the end sends the same prompt through the slow path.
    expect(render(`${user}{% # %}`, columns, values)).toBe(render(user, columns, values));
  }
});

function randomPicker(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
