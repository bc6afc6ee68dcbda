import { expect, test } from 'vitest';
import { safeReturnPath, signInPath } from './return-path.ts';

test('a page of this server is come back to, with its query', () => {
  for (const path of ['/runs', '/runs/run_1/results?status=failed&after=3', '/datasets/ds_1?q=%2F%2Fevil.example'])
    expect(safeReturnPath(path)).toBe(path);
  expect(safeReturnPath('/runs?_rsc=1x2y')).toBe('/runs');
  expect(safeReturnPath('/runs#top')).toBe('/runs');
});

test('nothing leads to another server', () => {
  const hostile = [
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/..//evil.example/x',
    'javascript:alert(1)',
    ' //evil.example',
    'evil.example',
    'http:evil.example',
    '/@evil.example:80//',
    '/%09/evil.example',
    '',
    null,
    undefined,
  ];
  for (const asked of hostile) {
    const path = safeReturnPath(asked);
    expect(path, String(asked)).toMatch(/^\/(?![/\\])/);
    expect(new URL(path, 'https://rowmill.example').origin, String(asked)).toBe('https://rowmill.example');
  }
});

test('whatever is typed, what comes out stays here and is stable', () => {
  const pieces = ['/', '\\', '.', '..', '@', ':', 'evil.example', '\t', '\n', '%2f', '?', '#', ' ', 'http:', '\u0000'];
  let seed = 7;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return pieces[seed % pieces.length] ?? '';
  };
  for (let round = 0; round < 3_000; round++) {
    const asked = `/${Array.from({ length: 1 + (round % 6) }, next).join('')}`;
    const path = safeReturnPath(asked);
    expect(path, JSON.stringify(asked)).toMatch(/^\/(?![/\\])/);
    expect(new URL(path, 'https://rowmill.example').host, JSON.stringify(asked)).toBe('rowmill.example');
    expect(safeReturnPath(path)).toBe(path);
  }
});

test('the sign-in, the welcome and machines’ addresses are no place to come back to', () => {
  for (const path of ['/sign-in', '/sign-in?next=/runs', '/welcome', '/api/v1/runs', '/metrics', '/'])
    expect(safeReturnPath(path)).toBe('/');
  expect(safeReturnPath(`/runs?q=${'x'.repeat(2_000)}`)).toBe('/');
  expect(signInPath('/')).toBe('/sign-in');
  expect(signInPath(null)).toBe('/sign-in');
  expect(signInPath('/runs?a=1&b=2')).toBe('/sign-in?next=%2Fruns%3Fa%3D1%26b%3D2');
});
