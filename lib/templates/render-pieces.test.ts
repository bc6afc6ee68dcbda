import { expect, test } from 'vitest';
import { compilePrompt } from './render.ts';
import { renderPieces } from './render-pieces.ts';

const COLUMNS = ['text', 'first name', 'empty'];
const VALUES = ['I lost {{text}}', 'Ada', ''];

/** Pieces from the sheet in angle brackets. */
function shown(source: string, values: readonly string[] = VALUES): string {
  return renderPieces({ user: source }, COLUMNS, values)
    .user.map((piece) => (piece.isFromSheet ? `‹${piece.text}›` : piece.text))
    .join('');
}

test('what came from the sheet is told from the prompt’s own words', () => {
  expect(shown('Hello {{first name}}: {{ text }}.')).toBe('Hello ‹Ada›: ‹I lost {{text}}›.');
  expect(shown('no hole')).toBe('no hole');
  expect(shown('{{text}}')).toBe('‹I lost {{text}}›');
  expect(shown('a{{empty}}b')).toBe('ab');
  expect(shown('')).toBe('');
});

test('so is what filters and conditions made of it', () => {
  expect(shown('{{ first name | upcase }}!')).toBe('‹ADA›!');
  expect(shown('{% if text != "" %}Say {{ text.size }}{% else %}Nothing{% endif %}')).toBe('Say ‹15›');
  expect(shown('{% if empty == "" %}none{% endif %} {% raw %}{{text}}{% endraw %}')).toBe('none {{text}}');
});

test('a row that has every spare character is shown as one piece', () => {
  const all = Array.from({ length: 0xf8ff - 0xe000 + 1 }, (_, index) => String.fromCharCode(0xe000 + index)).join('');
  const pieces = renderPieces({ user: 'x {{text}}' }, COLUMNS, [all, '', '']).user;
  expect(pieces).toEqual([{ text: `x ${all}`, isFromSheet: false }]);
  expect(shown('x {{text}}', ['\ue000\ue001', '', ''])).toBe('x ‹\ue000\ue001›');
});

test('together the pieces are what is sent (generated prompts)', () => {
  const pieces = ['{{text}}', '{{- text -}}', '{{ first name | append: "!" }}', ' ', '\n', 'word', '{{empty}}'].concat([
    '{%- if text == "a" -%} yes {%- endif -%}',
    '{% unless empty %}{{ text | slice: 0, 2 }} {% endunless %}',
    '{# #}',
  ]);
  let state = 11;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 1_000; round++) {
    const source = Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)] ?? '').join('');
    const values = [['a', ' b ', '{{x}}', '\ue000'][next(4)] ?? '', ['Ada', ''][next(2)] ?? '', ''];
    const prompt = { user: source, ...(round % 2 === 0 && { system: source }) };
    const guide = round % 3 === 0 ? 'What the labels mean: {{text}}' : null;
    const sent = compilePrompt(prompt, COLUMNS, guide).render(values);
    const { system, user } = renderPieces(prompt, COLUMNS, values, guide);
    expect(user.map((piece) => piece.text).join(''), source).toBe(sent.user);
    expect(system?.map((piece) => piece.text).join(''), source).toBe(sent.system);
  }
});

test('what is said about the labels is never from the sheet', () => {
  const { system } = renderPieces({ user: 'x', system: 'You know {{first name}}.' }, COLUMNS, VALUES, 'a: {{text}}');
  expect(system?.filter((piece) => piece.isFromSheet)).toEqual([{ text: 'Ada', isFromSheet: true }]);
  expect(system?.at(-1)?.text).toBe('\n\na: {{text}}');
  expect(renderPieces({ user: 'x' }, COLUMNS, VALUES).system).toBeNull();
});

test('a text with mistakes is refused in words', () => {
  expect(() => renderPieces({ user: '{{txet}}' }, COLUMNS, VALUES)).toThrow('{{txet}} is not a column');
});
