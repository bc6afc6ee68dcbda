import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { CsvScanner, countLineBreaks, type QuoteProblem, type ScanOptions } from './csv-scanner.ts';

type Scanned = { records: { cells: string[]; line: number }[]; blanks: number[]; problems: QuoteProblem[] };

function scan(blocks: readonly string[], options: Partial<ScanOptions> = {}): Scanned {
  const result: Scanned = { records: [], blanks: [], problems: [] };
  const scanner = new CsvScanner(
    { delimiter: ',', lenient: false, ...options },
    {
      record: (cells, line) => result.records.push({ cells: [...cells], line }),
      blank: (line) => result.blanks.push(line),
      problem: (problem) => result.problems.push(problem),
    },
  );
  for (const block of blocks) scanner.push(block);
  scanner.end();
  return result;
}

function cellsOf(text: string, options: Partial<ScanOptions> = {}): string[][] {
  return scan([text], options).records.map(({ cells }) => cells);
}

const TRICKY = [
  'a,b\r\n1,2\n3,4\r5,6',
  'a,b\r\n"x\r\ny","""q"""\r\n,\r\n',
  '"a","b"\r"1\r2","3\n4"\n\n\r\r\n"",""',
  'é,"日本","😀"\n"",,\r\n',
  'a\n"un\nclosed,1\r\n2,3',
  'a,b\n1,x"y\n3,4\n',
  'a,b\n"1"x,2\n"3 "four" five",6\n"7"8\n9,10\n',
  '\r\r\n\n,\n"\n"\r\n',
];

describe('where the blocks are cut never changes the result', () => {
  for (const text of TRICKY) {
    for (const lenient of [false, true]) {
      test(`${JSON.stringify(text)} ${lenient ? 'lenient' : 'strict'}`, () => {
        const whole = scan([text], { lenient });
        for (let cut = 0; cut <= text.length; cut++) {
          expect(scan([text.slice(0, cut), text.slice(cut)], { lenient })).toEqual(whole);
          for (let next = cut; next <= text.length; next++) {
            const blocks = [text.slice(0, cut), text.slice(cut, next), text.slice(next)];
            expect(scan(blocks, { lenient })).toEqual(whole);
          }
        }
        expect(scan([...text], { lenient })).toEqual(whole);
      });
    }
  }
});

test('generated tables come back exactly, whatever their quotes and line ends, and csv-parse agrees', () => {
  const random = randomSource(7);
  for (let round = 0; round < 2_000; round++) {
    const delimiter = [',', ';', '\t', '|'][random(4)] ?? ',';
    const table = randomTable(random);
    const text = writeTable(table, delimiter, random);
    expect(cellsOf(text, { delimiter }), JSON.stringify(text)).toEqual(table);
    const cut = random(text.length + 1);
    const pieces = scan([text.slice(0, cut), text.slice(cut)], { delimiter });
    expect(pieces.records.map(({ cells }) => cells)).toEqual(table);
    const theirs = parse(text, { delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true });
    expect(theirs, JSON.stringify(text)).toEqual(table);
  }
});

test('generated noise is accepted or refused as csv-parse does', () => {
  const random = randomSource(11);
  const alphabet = ['"', '"', ',', '\n', '\r', 'a', 'b', ' '];
  let [accepted, refused] = [0, 0];
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: random(12) }, () => alphabet[random(alphabet.length)]).join('');
    const ours = scan([text]);
    let theirs: string[][] | null = null;
    try {
      theirs = parse(text, {
        record_delimiter: ['\r\n', '\n', '\r'],
        relax_column_count: true,
        skip_empty_lines: true,
      });
    } catch {
      refused += 1;
    }
    if (theirs) accepted += 1;
    expect(ours.problems.length === 0, JSON.stringify(text)).toBe(theirs !== null);
    if (theirs)
      expect(
        ours.records.map(({ cells }) => cells),
        JSON.stringify(text),
      ).toEqual(theirs);
  }
  expect(Math.min(accepted, refused)).toBeGreaterThan(1_000);
});

test('every record knows the physical line it begins on', () => {
  const random = randomSource(13);
  for (let round = 0; round < 500; round++) {
    const table = randomTable(random);
    const text = writeTable(table, ',', random);
    for (const { cells, line } of scan([text]).records) {
      const start = lineStarts(text)[line - 1] ?? -1;
      const rest = cellsOf(text.slice(start));
      expect(rest[0], JSON.stringify(text)).toEqual(cells);
    }
  }
});

test('a quote that is never closed names the line on which it was opened, also when it is found by length', () => {
  const expected = [{ kind: 'unclosed_quote', line: 3, endLine: 3, columnIndex: 1, text: '"x' }];
  expect(scan(['a,b\n1,2\n3,"x\n4,5\n6,7\n']).problems).toEqual(expected);
  const blocks = ['a,b\n1,2\n3,"x\n', ...Array.from({ length: 10_000 }, () => '4,5\n')];
  expect(scan(blocks, { maxRecordLength: 1_000 }).problems).toEqual(expected);
});

test('the length at which a record is refused is exact', () => {
  const record = `"${'x'.repeat(98)}"`;
  expect(scan([record, '\n1\n'], { maxRecordLength: 100 }).records).toHaveLength(2);
  const problems = scan([`x${record.slice(1, -1)}`, 'yy', 'z', '\n1\n'], { maxRecordLength: 100 }).problems;
  expect(problems.map(({ kind }) => kind)).toEqual(['record_too_long']);
});

test('lenient: quotes that break the rules are characters, and the rows after them are whole', () => {
  const lenient = true;
  expect(cellsOf('1,x"y,2\n3,4,5', { lenient })).toEqual([
    ['1', 'x"y', '2'],
    ['3', '4', '5'],
  ]);
  expect(cellsOf('"He said "hi" to me",2\n3,4', { lenient })).toEqual([
    ['He said "hi" to me', '2'],
    ['3', '4'],
  ]);
  expect(cellsOf('"a"b,2\n3,4', { lenient })).toEqual([
    ['"a"b', '2'],
    ['3', '4'],
  ]);
  expect(cellsOf('1,"open,2\n3,4,5\n', { lenient })).toEqual([
    ['1', '"open', '2'],
    ['3', '4', '5'],
  ]);
});

test('lenient: a hundred thousand opened quotes do not make the time square', () => {
  const linesEnding = (end: string) => Array.from({ length: 100_000 }, (_, index) => `${index},"open${end}`).join('\n');
  const timeOf = (text: string) => {
    const startedAt = performance.now();
    expect(cellsOf(text, { lenient: true })).toHaveLength(100_000);
    return performance.now() - startedAt;
  };
  // Against the same lines with their quotes closed, so that a busy machine slows down both; square would be thousands of times.
  const closedMs = timeOf(linesEnding('"'));
  expect(timeOf(linesEnding('')) / closedMs).toBeLessThan(100);
});

test('a cell of ten million characters and a row of two thousand columns are read in small blocks', () => {
  const long = 'abcdefghi\n'.repeat(1_000_000);
  const wide = Array.from({ length: 2_000 }, (_, index) => `c${index}`);
  const text = `"${long}",1\n${wide.join(',')}\n`;
  const blocks: string[] = [];
  for (let at = 0; at < text.length; at += 65_536) blocks.push(text.slice(at, at + 65_536));
  const { records, problems } = scan(blocks);
  expect(problems).toEqual([]);
  expect(records[0]?.cells[0] === long).toBe(true);
  expect(records[1]).toEqual({ cells: wide, line: 1_000_002 });
});

test('a break is CRLF, LF or CR, and counts once', () => {
  expect(countLineBreaks('')).toBe(0);
  expect(countLineBreaks('a\nb\n')).toBe(2);
  expect(countLineBreaks('a\r\nb\rc\nd\n\r')).toBe(5);
});

function randomSource(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
}

function randomTable(random: (below: number) => number): string[][] {
  const alphabet = ['a', 'é', '😀', '"', ',', ';', '\t', '|', '\n', '\r', '\r\n', ' ', '\\', 'NULL'];
  const width = 1 + random(4);
  return Array.from({ length: 1 + random(5) }, () =>
    Array.from({ length: width }, () =>
      Array.from({ length: random(5) }, () => alphabet[random(alphabet.length)]).join(''),
    ),
  );
}

/** Quotes what must be quoted and, now and then, what need not be; ends each line in one of the three ways. */
function writeTable(table: readonly string[][], delimiter: string, random: (below: number) => number): string {
  const ends = ['\r\n', '\n', '\r'];
  const lines = table.map((row) =>
    row
      .map((cell) => {
        const must = /["\r\n]/.test(cell) || cell.includes(delimiter) || (row.length === 1 && cell === '');
        return must || random(3) === 0 ? `"${cell.replaceAll('"', '""')}"` : cell;
      })
      .join(delimiter),
  );
  const text = lines.map((line) => line + ends[random(3)]).join('');
  return random(2) === 0 ? text : text.replace(/(?:\r\n|\n|\r)$/, '');
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ 0: end, index }) => index + end.length)];
}
