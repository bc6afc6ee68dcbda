import { expect, test } from 'vitest';
import { importAddress, readAnswer } from './send-file.ts';

const DETECT = { name: 'a & b.csv', encoding: '', delimiter: '', hasHeader: true, mode: 'strict' } as const;

test('what is detected is not said', () => {
  expect(importAddress(DETECT)).toBe('/api/v1/datasets?name=a+%26+b.csv&mode=strict');
});

test('what was chosen is said, a tab too', () => {
  const address = importAddress({
    ...DETECT,
    encoding: 'utf-16le',
    delimiter: '\t',
    hasHeader: false,
    mode: 'lenient',
  });
  const query = new URL(address, 'http://localhost').searchParams;
  expect(Object.fromEntries(query)).toEqual({
    name: 'a & b.csv',
    mode: 'lenient',
    encoding: 'utf-16le',
    delimiter: '\t',
    header: 'false',
  });
});

test('a stored file leads to its dataset', () => {
  expect(readAnswer(201, '{"id":"ds_1","name":"x"}')).toEqual({ kind: 'stored', datasetId: 'ds_1' });
});

test('a refused file keeps every problem with its line', () => {
  const body = JSON.stringify({
    title: 'Invalid',
    status: 422,
    detail: 'Line 3.',
    errors: [{ message: 'm', line: 3, record: 2 }],
  });
  expect(readAnswer(422, body)).toEqual({
    kind: 'refused',
    message: 'Line 3.',
    issues: [{ message: 'm', line: 3, record: 2 }],
  });
});

test('an answer that is not ours is a sentence, not a crash', () => {
  expect(readAnswer(502, '<html>')).toMatchObject({ kind: 'refused', issues: [] });
  expect(readAnswer(201, '{}')).toMatchObject({ kind: 'refused' });
});
