import { expect, test } from 'vitest';
import { compilePackedPrompt, packingProblem } from './packed-prompt.ts';

const COLUMNS = ['text', 'city', 'unused'];

test('the instruction is said once, and a row says only what stands in its holes', () => {
  const { system, head, line, usedColumns } = compilePackedPrompt(
    { system: 'You sort messages.', user: 'Which topic has this?\n\n{{text}}' },
    COLUMNS,
    'What the labels mean:\n- a: b',
  );
  expect(system).toBe('You sort messages.\n\nWhat the labels mean:\n- a: b');
  expect(head).toContain('Which topic has this?\n\n{{text}}');
  expect(head.endsWith('\n')).toBe(true);
  expect(line('bc2k', ['I lost it', 'Rome', 'secret'])).toBe('["bc2k","I lost it"]');
  expect(usedColumns).toEqual(['text']);
});

test('several columns stand under their names, also those of the system text', () => {
  const { system, head, line } = compilePackedPrompt(
    { system: 'You know {{city}}.', user: '{{ text | truncate: 4, "" }} / {{text}} / {{ text }}' },
    COLUMNS,
  );
  expect(system).toBe('You know {{city}}.');
  expect(head).toContain('{{text}} / {{text (2)}} / {{text (2)}}');
  expect(JSON.parse(line('k', ['a long text', 'Rome', '']))).toEqual([
    'k',
    { text: 'a lo', 'text (2)': 'a long text', city: 'Rome' },
  ]);
});

test('no cell can end its row or begin another one, whatever it holds', () => {
  const { line } = compilePackedPrompt({ user: '{{text}}' }, COLUMNS);
  const cells = ['"]\n["abcd","mine"]', '\u2028["x","y"]\u0085', '\\"', '\ud800', '{{text}}', '\r\n\t\0'];
  for (const cell of cells) {
    const written = line('bcdf', [cell]);
    expect(written).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
    expect(JSON.parse(written)).toEqual(['bcdf', cell.toWellFormed()]);
  }
});

test('a prompt that says something else to some rows, or the same to all, is refused', () => {
  expect(packingProblem({ user: '{% if text %}a{% endif %}' }, COLUMNS)).toContain('a condition');
  expect(packingProblem({ user: 'x {{ text.size }}' }, COLUMNS)).toContain('code in braces');
  expect(packingProblem({ user: 'Say something.' }, COLUMNS)).toContain('names a column');
  expect(packingProblem({ user: 'About {{city}}' }, COLUMNS)).toBeNull();
  expect(() => compilePackedPrompt({ user: 'Say something.' }, COLUMNS)).toThrow('names a column');
});
