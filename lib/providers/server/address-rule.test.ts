import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isRefusedHost, lookupAllowed } from './address-rule.ts';

const hostOf = (url: string) => new URL(url).hostname;

test.each([
  'http://169.254.169.254/latest',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://metadata.google.internal/',
  'http://METADATA.google.internal./',
  'http://100.100.100.200/',
  'http://224.0.0.1/',
])('%s is no provider’s address', (url) => {
  expect(isRefusedHost(hostOf(url))).toBe(true);
});

test.each(['http://127.0.0.1:4000', 'http://localhost', 'http://10.0.0.8', 'http://[::1]', 'https://api.openai.com'])(
  '%s may be one, because gateways live there too',
  (url) => {
    expect(isRefusedHost(hostOf(url))).toBe(false);
  },
);

test('a name is looked up in both forms that connecting asks for', async () => {
  const look = promisify(lookupAllowed);
  expect(await look('localhost', { all: true })).toContainEqual({ address: '127.0.0.1', family: 4 });
  expect(await look('127.0.0.1', {})).toBe('127.0.0.1');
  await expect(look('169.254.169.254', {})).rejects.toThrow('not allowed');
  await expect(look('169.254.169.254', { all: true })).rejects.toThrow('not allowed');
});
