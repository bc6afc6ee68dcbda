import { describe, expect, test } from 'vitest';
import { detectCsv } from './detect-csv.ts';

describe('the delimiter is the one that divides the records evenly', () => {
  const cases: [string, string, string][] = [
    ['commas', 'a,b\n1,2\n', ','],
    ['semicolons with decimal commas', 'name;price\nx;1,5\ny;2,75\n', ';'],
    ['tabs with commas in the text', 'text\tlabel\nhello, world\tx\nbye\ty\n', '\t'],
    ['bars', 'a|b|c\n1|2|3\n', '|'],
    ['delimiters inside quotes', '"a;b",c\n"1;2;3",4\n', ','],
    ['one column', 'text\nhello, world\nbye; now\n', ','],
    ['a ragged file', 'a,b\n1,2\n3\n', ','],
    ['mixed line ends', 'a;b\r\n1;2\r3;4\n', ';'],
  ];
  for (const [what, text, delimiter] of cases) {
    test(what, () => expect(detectCsv(text, true)).toMatchObject({ delimiter, skipLength: 0 }));
  }
});

test('a sep= line names the delimiter and is no data', () => {
  expect(detectCsv('sep=;\r\na,b;c\r\n1,2;3\r\n', true)).toMatchObject({ delimiter: ';', skipLength: 7 });
  expect(detectCsv('"sep=|"\na|b\n', true)).toMatchObject({ delimiter: '|', skipLength: 8 });
  expect(detectCsv('sep=;\na;b\n1;2\n', true, ',')).toMatchObject({ delimiter: ',', skipLength: 6 });
  expect(detectCsv('separate;b\n1;2\n', true)).toMatchObject({ skipLength: 0 });
});

test('a first line that holds values is said not to look like a header', () => {
  const likely = (text: string) => detectCsv(text, true).headerLikely;
  expect(likely('text,label\nhello,x\n')).toBe(true);
  expect(likely('1,2\n3,4\n')).toBe(false);
  expect(likely('hello,2026-01-02\nbye,2026-01-03\n')).toBe(false);
  expect(likely('text,2024,2025\nx,1,2\n')).toBe(false);
  expect(likely('text,2024\nx,many\n')).toBe(true);
  expect(likely(`${'long '.repeat(60)},x\na,b\n`)).toBe(false);
});

test('only the beginning of a large file is looked at, and a cut record is not', () => {
  const text = `a;b\n${'1;2\n'.repeat(100_000)}`;
  expect(detectCsv(text, false).delimiter).toBe(';');
  expect(detectCsv('a;b\n1;2\n3,4,5,6', false).delimiter).toBe(';');
  expect(detectCsv(`"${'x'.repeat(300_000)}";b\n1;2\n`, false).delimiter).toBe(';');
});
