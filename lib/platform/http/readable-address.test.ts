import { expect, test } from 'vitest';
import { isReadableAddress } from './readable-address.ts';

test.each(['/', '/api/v1/runs/run_1?after=%', '/datasets/%F0%9F%98%80', '/a%2Fb', '/%25', '*'])(
  '%s can be read',
  (url) => {
    expect(isReadableAddress(url)).toBe(true);
  },
);

test.each(['/%', '/%zz', '/runs/%ED%A0%80', '/runs/%C3', '/runs/a%00', '/%00?x=1'])('%s can name nothing', (url) => {
  expect(isReadableAddress(url)).toBe(false);
});
