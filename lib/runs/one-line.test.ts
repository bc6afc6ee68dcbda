import { expect, test } from 'vitest';
import { oneLine } from './one-line.ts';

test.each(['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f', '\0', '\u001b[2K\r', '\u202e'])(
  'nothing after %j looks like a line of its own',
  (end) => {
    const line = oneLine(`Anna${end}2026-01-01 alarm All is lost.`);
    expect(line).toMatch(/^Anna .*2026-01-01 alarm All is lost\.$/);
    expect(line.split(/[\r\n\u0085\u2028\u2029\v\f]/)).toHaveLength(1);
  },
);

test('other letters, scripts and joined emoji stay as they are', () => {
  for (const text of ['Étude “1”', '日本語のファイル', 'عربي', '👩‍👩‍👧 done']) expect(oneLine(text)).toBe(text);
});
