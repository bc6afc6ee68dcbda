import { expect, test } from 'vitest';
import { requestLineFor } from '#lib/providers/server/request-line.ts';
import { rowIndexOf } from '#lib/runs/request-key.ts';
import { type RequestUnit, requestWriter } from './request-writers.ts';
import { rowKey } from './row-key.ts';

const COLUMNS = ['text'];
const requestLine = requestLineFor({ model: 'gpt-4o-mini', jsonSchema: null }, '/v1/chat/completions');

function write(cells: readonly string[], rowsPerRequest: number, { submissionId = 'sub_1', maxBytes = 10 ** 8 } = {}) {
  const refused: number[] = [];
  const writer = requestWriter(
    {
      ...{ batch: { submissionId, rowsPerRequest }, columns: COLUMNS, prompt: { user: 'Topic of {{text}}?' } },
      ...{ guide: null, provider: { requestLine }, maxBytes, schemaBytes: 100 },
    },
    (rowIndex) => refused.push(rowIndex),
  );
  const units = cells.flatMap((cell, index) => writer.add(index * 2, [cell]) ?? []);
  const last = writer.end();
  return { units: last ? [...units, last] : units, refused };
}

/** The rows a request names, by the keys in its lines. */
function rowsIn(unit: RequestUnit, submissionId: string, cells: readonly string[]): number[] {
  const { custom_id: id, body } = JSON.parse(unit.line);
  expect(rowIndexOf(submissionId, id)).toBe(unit.rowIndex);
  const lines: string[] = body.messages[0].content.split('\n').filter((text: string) => text.startsWith('["'));
  const asked = lines.map((text) => JSON.parse(text)).filter(([key]) => key !== 'key');
  const rows = cells.map((_, index) => index * 2);
  return asked.map(([key, text]) => {
    const row = rows.find((one) => rowKey(submissionId, one) === key && cells[one / 2] === text);
    if (row === undefined) throw new Error(`Nobody has the key ${key}.`);
    return row;
  });
}

test('every row is in exactly one request, in order, however large they are', () => {
  let state = 5;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 60; round++) {
    const cells = Array.from(
      { length: next(120) },
      (_, n) => `${n} ${'x'.repeat(next(10) === 0 ? next(70_000) : 20)}\n"`,
    );
    const rowsPerRequest = 2 + next(49);
    const submissionId = `sub_${round}`;
    const { units, refused } = write(cells, rowsPerRequest, { submissionId });
    expect(refused).toEqual([]);
    const rows = units.map((unit) => rowsIn(unit, submissionId, cells));
    expect(rows.flat()).toEqual(cells.map((_, index) => index * 2));
    for (const [index, unit] of units.entries()) {
      expect(unit.rows).toBe(rows[index]?.length);
      expect(unit.rows).toBeLessThanOrEqual(rowsPerRequest);
      expect(unit.sizeBytes).toBe(Buffer.byteLength(unit.line));
      if (unit.rows > 1) expect(unit.textBytes).toBeLessThan(66_000);
    }
  }
});

test('two rows of one key never share a request', () => {
  const byKey = new Map<string, number>();
  let twins: [number, number] | undefined;
  for (let row = 0; !twins; row += 2) {
    const key = rowKey('sub_1', row);
    const other = byKey.get(key);
    if (other !== undefined) twins = [other, row];
    byKey.set(key, row);
  }
  const refuse = (): void => undefined;
  const source = {
    batch: { submissionId: 'sub_1', rowsPerRequest: 50 },
    columns: COLUMNS,
    prompt: { user: '{{text}}' },
  };
  const rest = { guide: null, provider: { requestLine }, maxBytes: 10 ** 8, schemaBytes: 0 };
  const writer = requestWriter({ ...source, ...rest }, refuse);
  expect(writer.add(twins[0], ['a'])).toBeNull();
  expect(writer.add(twins[1], ['b'])).toMatchObject({ rowIndex: twins[0], rows: 1 });
  expect(writer.end()).toMatchObject({ rowIndex: twins[1], rows: 1 });
});

test('a row that is larger than a file may be is refused alone', () => {
  const cells = ['a', 'x'.repeat(3_000_000), 'b'];
  expect(write(cells, 1, { maxBytes: 2_000_000 })).toMatchObject({ refused: [2], units: { length: 2 } });
  expect(write(cells, 10, { maxBytes: 2_000_000 })).toMatchObject({ refused: [2], units: [{ rows: 2 }] });
});
