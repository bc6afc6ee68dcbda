import { expect, test } from 'vitest';
import { attachment } from './attachment.ts';

test('a long name is cut before its ending', () => {
  expect(attachment('n'.repeat(200), 'csv', ', all columns')).toContain(
    `filename="${'n'.repeat(87)}, all columns.csv"`,
  );
});

test('a plain name stays as it is', () => {
  expect(attachment('Label tickets', 'csv')).toBe(
    `attachment; filename="Label tickets.csv"; filename*=UTF-8''Label%20tickets.csv`,
  );
});

test('a name in any language is whole in UTF-8, with an ASCII stand-in', () => {
  const value = attachment("Étiquettes d'été (новые) 😀", 'jsonl');
  expect(value).toContain('filename="_tiquettes d\'_t_ (_____) _.jsonl"');
  expect(decodeURIComponent(value.split("UTF-8''")[1] ?? '')).toBe("Étiquettes d'été (новые) 😀.jsonl");
});

test.each([
  'a"b\r\nset-cookie: x=1',
  '../../etc/passwd',
  'C:\\windows\\x',
  '\u202Egnp.exe',
  '\ud800',
  '...',
  '',
  'x'.repeat(5000),
])('%j makes one valid header value without a path', (name) => {
  const value = attachment(name, 'csv');
  expect(value).toMatch(/^attachment; filename="[\x20\x21\x23-\x7e]+\.csv"; filename\*=UTF-8''[\w.!#$&+^`|~%-]+\.csv$/);
  expect(value).not.toMatch(/[/\\]|filename="\./);
  expect(value.length).toBeLessThan(1000);
  expect(() => new Headers({ 'content-disposition': value })).not.toThrow();
});

test('a name of nothing but dots and spaces is called results', () => {
  expect(attachment(' .. ', 'csv')).toContain('filename="results.csv"');
});
