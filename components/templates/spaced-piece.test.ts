import { expect, test } from 'vitest';
import { spacedPiece } from './spaced-piece.ts';

/** `|` is where the cursor is. */
function put(text: string): string {
  const at = text.indexOf('|');
  const plain = text.replace('|', '');
  return `${plain.slice(0, at)}${spacedPiece(plain, at, '{{b}}')}${plain.slice(at)}`;
}

test.each([
  ['|', '{{b}}'],
  ['Sort: |', 'Sort: {{b}}'],
  ['Sort:|', 'Sort: {{b}}'],
  ['by the writer.|', 'by the writer. {{b}}'],
  ['{{a}}|', '{{a}} {{b}}'],
  ['|{{a}}', '{{b}} {{a}}'],
  ['one|two', 'one {{b}} two'],
  ['line\n|\nnext', 'line\n{{b}}\nnext'],
  ['<text>|</text>', '<text>{{b}}</text>'],
  ['(|)', '({{b}})'],
  ['“|”, he said', '“{{b}}”, he said'],
])('into %j comes %j', (text, written) => {
  expect(put(text)).toBe(written);
});
