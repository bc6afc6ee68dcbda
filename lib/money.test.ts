import { expect, test } from 'vitest';
import { PICO_PER_USD, parseUsd, usdString } from './money.ts';

test('amounts are exact decimal strings with at least six places', () => {
  expect(usdString(0n)).toBe('0.000000');
  expect(usdString(412_300_000_000n)).toBe('0.412300');
  expect(usdString(1_500_000n)).toBe('0.0000015');
  expect(usdString(1n)).toBe('0.000000000001');
  expect(usdString(-PICO_PER_USD)).toBe('-1.000000');
});

test('reading an amount gives back what was written', () => {
  for (let exponent = 0; exponent < 20; exponent++) {
    const amount = 7n * 10n ** BigInt(exponent) + BigInt(exponent);
    expect(parseUsd(usdString(amount))).toBe(amount);
  }
});

test('what is not an amount is refused, not guessed', () => {
  for (const text of ['', 'abc', '1e3', '-1', '1.', '.5', '1,000', '0.1234567890123'])
    expect(parseUsd(text)).toBeNull();
});
