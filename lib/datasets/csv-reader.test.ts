import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { type CsvOptions, CsvReader, MAX_ISSUES } from './csv-reader.ts';
import type { Note } from './schema.ts';

type Outcome = {
  names: string[] | null;
  rows: string[][];
  notes: Note[];
  error: AppError | null;
};

function read(text: string, options: Partial<CsvOptions> = {}, blockLength = text.length || 1): Outcome {
  const rows: string[][] = [];
  const reader = new CsvReader({ delimiter: ',', hasHeader: true, mode: 'strict', ...options }, (cells) =>
    rows.push([...cells]),
  );
  let error: AppError | null = null;
  try {
    for (let at = 0; at < text.length; at += blockLength) reader.push(text.slice(at, at + blockLength));
    reader.end();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    error = thrown;
  }
  return { names: reader.columnNames, rows, notes: reader.notes.list(), error };
}

describe('strict: each fault has a sentence with line and record', () => {
  const cases: [string, string, { line: number; record: number; column?: string; text?: string; says: RegExp }[]][] = [
    [
      'a short row',
      'a,b\n1,2\n3\n',
      [{ line: 3, record: 2, text: '3', says: /^Line 3 \(row 2\): 1 cell, but the header names 2 columns/ }],
    ],
    [
      'a long row',
      'a,b\n1,2,3\n',
      [
        {
          line: 2,
          record: 1,
          text: '1,2,3',
          says: /3 cells, but the header names 2 columns.*"," must stand in quotes/,
        },
      ],
    ],
    [
      'every ragged row',
      'a,b\n1\n1,"2\n2"\n1,2,3\n',
      [
        { line: 2, record: 1, text: '1', says: /1 cell/ },
        { line: 5, record: 3, text: '1,2,3', says: /3 cells/ },
      ],
    ],
    [
      'an unclosed quote',
      'a,b\n1,2\n3,"x\ny\nz',
      [{ line: 3, record: 2, column: 'b', text: '"x', says: /opened here and never closed/ }],
    ],
    [
      'an unclosed quote in the header',
      'a,"b\n1,2\n',
      [{ line: 1, record: 0, text: '"b', says: /^Line 1 \(header\): a quote is opened/ }],
    ],
    [
      'a quote inside a cell',
      'a,b\n1,x"y\n',
      [{ line: 2, record: 1, column: 'b', text: 'x"', says: /quote stands in the middle of a cell/ }],
    ],
    [
      'a quote after a space',
      'a,b\n1, "y"\n',
      [{ line: 2, record: 1, column: 'b', text: ' "', says: /in the middle/ }],
    ],
    [
      'text after a closing quote',
      'a,b\n"1\n2"x,3\n',
      [{ line: 2, record: 1, column: 'a', text: '"1\n2"x', says: /closes on line 3, but text follows/ }],
    ],
    [
      'a duplicate header',
      'a,b,a\n1,2,3\n',
      [{ line: 1, record: 0, column: 'a', says: /Columns 1 and 3 are both named "a" \(header/ }],
    ],
    [
      'headers that differ by spaces',
      'a,a \n1,2\n',
      [{ line: 1, record: 0, column: 'a ', says: /both named "a ", apart from spaces/ }],
    ],
    [
      'headers that differ by how an accent is written',
      'é,e\u0301\n1,2\n',
      [{ line: 1, record: 0, column: 'e\u0301', says: /both named/ }],
    ],
    ['an empty header', 'a,,c\n1,2,3\n', [{ line: 1, record: 0, says: /Column 2 has no name/ }]],
    ['a header of spaces', 'a,  \n1,2\n', [{ line: 1, record: 0, says: /Column 2 has no name/ }]],
    [
      'a NUL',
      'a,b\n1,"x\ny\0"\n',
      [{ line: 3, record: 1, column: 'b', text: 'x\ny␀', says: /^Line 3 \(row 1\): a NUL character/ }],
    ],
    ['a NUL in the header', 'a,b\0\n1,2\n', [{ line: 1, record: 0, text: 'b␀', says: /^Line 1 \(header\): a NUL/ }]],
    ['a blank line between rows', 'a,b\n1,2\n\n\n3,4\n', [3, 4].map((line) => ({ line, record: 2, says: /is blank/ }))],
    ['a blank line before the header', '\na,b\n1,2\n', [{ line: 1, record: 0, says: /Line 1 is blank/ }]],
    ['an empty file', '', [{ line: 1, record: 0, says: /file is empty/ }]],
    ['only line ends', '\r\n\n', [{ line: 1, record: 0, says: /file is empty/ }]],
    ['a header alone', 'a,b\n', [{ line: 1, record: 1, says: /no rows below it/ }]],
  ];
  for (const [what, text, expected] of cases) {
    test(what, () => {
      for (const blockLength of [text.length || 1, 1, 2, 3]) {
        const { error } = read(text, {}, blockLength);
        expect(error?.code).toBe('invalid');
        expect(error?.issues.map(({ message: _, ...place }) => place)).toEqual(
          expected.map(({ says: _, ...place }) => place),
        );
        for (const [index, { says }] of expected.entries()) expect(error?.issues[index]?.message).toMatch(says);
        expect(error?.message).toContain(error?.issues[0]?.message);
        expect(error?.message).toContain('Nothing was imported.');
      }
    });
  }
});

test('strict: reading ends at the twentieth problem, and no row comes after the first', () => {
  const text = `a,b\n1,2\n${'x\n'.repeat(MAX_ISSUES - 1)}3,4\n`;
  expect(read(text).error?.issues).toHaveLength(MAX_ISSUES - 1);
  expect(read(text).rows).toEqual([['1', '2']]);
  expect(read(`${text}${'x\n'.repeat(50)}`).error?.issues).toHaveLength(MAX_ISSUES);
  expect(read(text).error?.message).toContain(`${MAX_ISSUES - 2} more problems`);
});

test('a good file is read to the last cell, with or without a final line end or blank lines after it', () => {
  for (const end of ['', '\n', '\r\n', '\r', '\n\n', '\r\n\r\n\r\n']) {
    const { names, rows, error, notes } = read(`a,b\r\n"x\r\ny",\n"",""${end}`);
    expect(error).toBeNull();
    expect({ names, rows, notes }).toEqual({
      names: ['a', 'b'],
      rows: [
        ['x\r\ny', ''],
        ['', ''],
      ],
      notes: [],
    });
  }
});

test('in a file of one column a blank line is a row with an empty cell', () => {
  expect(read('a\n1\n\n2\n').rows).toEqual([['1'], [''], ['2']]);
});

test('names that objects have of themselves are ordinary column names', () => {
  const { names, rows } = read('__proto__,constructor,toString\n1,2,3\n');
  expect(names).toEqual(['__proto__', 'constructor', 'toString']);
  expect(rows).toEqual([['1', '2', '3']]);
});

test('without a header the columns are numbered and the first line is row 1', () => {
  const { names, rows } = read('1,2\n3,4\n', { hasHeader: false });
  expect({ names, rows }).toEqual({
    names: ['column_1', 'column_2'],
    rows: [
      ['1', '2'],
      ['3', '4'],
    ],
  });
  const { error } = read('1,2\n3\n', { hasHeader: false });
  expect(error?.issues[0]).toMatchObject({
    line: 2,
    record: 2,
    message: expect.stringContaining('the first row has 2 cells'),
  });
});

describe('lenient: what is wrong is repaired, counted and told', () => {
  const cases: [string, string, { names?: string[]; rows: string[][]; notes: [RegExp, number, number][] }][] = [
    [
      'short rows',
      'a,b\n1\n1,2\n3\n',
      {
        rows: [
          ['1', ''],
          ['1', '2'],
          ['3', ''],
        ],
        notes: [[/filled up/, 2, 2]],
      },
    ],
    ['long rows', 'a,b\n1,2,3,4\n', { rows: [['1', '2,3,4']], notes: [[/joined/, 1, 2]] }],
    ['empty cells at the end', 'a,b\n1,2,,\n', { rows: [['1', '2']], notes: [[/dropped/, 1, 2]] }],
    [
      'blank lines',
      'a,b\n\n1,2\n\n\n3,4\n\n',
      {
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
        notes: [[/Blank lines/, 3, 2]],
      },
    ],
    ['a quote inside', 'a,b\n1,x"y\n', { rows: [['1', 'x"y']], notes: [[/middle of a cell/, 1, 2]] }],
    [
      'quotes not doubled',
      'a,b\n"say "hi"",2\n',
      { rows: [['say "hi"', '2']], notes: [[/inside a quoted cell/, 1, 2]] },
    ],
    [
      'a quote never closed',
      'a,b\n1,"x\n3,4\n',
      {
        rows: [
          ['1', '"x'],
          ['3', '4'],
        ],
        notes: [[/never closed/, 1, 2]],
      },
    ],
    [
      'names missing and taken',
      'a,,a,a_2, a,\n1,2,3,4,5,6\n',
      {
        names: ['a', 'column_2', 'a_3', 'a_2', ' a_4', 'column_6'],
        rows: [['1', '2', '3', '4', '5', '6']],
        notes: [
          [/without a name/, 2, 1],
          [/was taken/, 2, 1],
        ],
      },
    ],
    ['NULs', 'a,b\n1,\0x\0\n', { rows: [['1', 'x']], notes: [[/NUL/, 2, 2]] }],
  ];
  for (const [what, text, expected] of cases) {
    test(what, () => {
      for (const blockLength of [text.length, 1, 2, 5]) {
        const { names, rows, notes, error } = read(text, { mode: 'lenient' }, blockLength);
        expect(error).toBeNull();
        expect(rows).toEqual(expected.rows);
        if (expected.names) expect(names).toEqual(expected.names);
        expect(notes).toHaveLength(expected.notes.length);
        for (const [message, count, firstLine] of expected.notes) {
          expect(notes).toContainEqual(
            expect.objectContaining({ message: expect.stringMatching(message), count, firstLine }),
          );
        }
      }
    });
  }

  test('rows of another width are told cell by cell, the first twenty of them', () => {
    const rowsOf = (text: string) => read(text, { mode: 'lenient' }).notes.map((note) => note.rows);
    expect(rowsOf('id,text,score\n1,good,5\n2,Great, but short,4\n')).toEqual([
      [
        {
          ...{ line: 3, rowIndex: 1, text: '2,Great, but short,4' },
          cells: [
            { column: 'id', text: '2' },
            { column: 'text', text: 'Great' },
            { column: 'score', text: ' but short,4' },
          ],
        },
      ],
    ]);
    expect(rowsOf('a,b\n1\n')[0]?.[0]?.cells.at(-1)).toEqual({ column: 'b', text: '' });
    expect(rowsOf(`a,b\n${'1\n'.repeat(20)}`)[0]).toHaveLength(20);
    expect(rowsOf(`a,b\n${'1\n'.repeat(21)}`)[0]).toHaveLength(20);
    const [wide] = rowsOf(
      `${Array.from({ length: 20 }, (_, at) => `c${at}`).join(',')}\n${'x,'.repeat(20)}${'y'.repeat(90)}`,
    );
    expect(wide?.[0]?.cells).toHaveLength(12);
    expect(wide?.[0]?.cells.at(-1)).toEqual({ column: 'c19', text: `x,${'y'.repeat(78)}…` });
  });

  test('rows of another width can be left out, and nothing else is', () => {
    const text = 'a,b\n1,2\n3\n4,5,6\n7,8,,\n9,x"y\n';
    const { rows, notes, error } = read(text, { mode: 'leave_out' });
    expect(error).toBeNull();
    expect(rows).toEqual([
      ['1', '2'],
      ['7', '8'],
      ['9', 'x"y'],
    ]);
    expect(notes.map(({ count, firstLine }) => [count, firstLine])).toEqual([
      [2, 3],
      [1, 5],
      [1, 6],
    ]);
    expect(notes[0]?.rows).toEqual([
      { line: 3, rowIndex: null, text: '3', cells: [] },
      { line: 4, rowIndex: null, text: '4,5,6', cells: [] },
    ]);
    expect(read('a,b\n1\n', { mode: 'leave_out' }).error?.code).toBe('invalid');
  });

  test('an empty file and a header alone stay refused: there is nothing to import', () => {
    expect(read('', { mode: 'lenient' }).error?.code).toBe('invalid');
    expect(read('a,b\n', { mode: 'lenient' }).error?.code).toBe('invalid');
  });

  test('a file that strict accepts comes out the same, with nothing to tell', () => {
    const text = 'a,b\r\n"x\r\ny","""q"""\n1,2\r3,4';
    expect(read(text, { mode: 'lenient' })).toEqual(read(text));
  });
});
