import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
const colors = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
);
const SCHEMES = ['light', 'dark'] as const;

const GROUNDS = ['canvas', 'surface', 'sunken'];
const TEXTS = ['ink', 'ink-muted', 'accent', 'accent-hover', 'good', 'warn', 'bad', 'busy'];
const PAIRS: [string, string][] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ...['accent', 'good', 'warn', 'bad', 'busy'].map((text): [string, string] => [text, `${text}-soft`]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
];

test.each(SCHEMES)('every text of the %s scheme has a contrast of 4.5 on its ground', (scheme) => {
  const weak = PAIRS.filter(([text, ground]) => !(contrast(colorOf(scheme, text), colorOf(scheme, ground)) >= 4.5));
  expect(weak).toEqual([]);
});

test.each(SCHEMES)('the border of a field in the %s scheme has a contrast of 3', (scheme) => {
  for (const ground of GROUNDS) {
    expect(contrast(colorOf(scheme, 'line-strong'), colorOf(scheme, ground))).toBeGreaterThanOrEqual(3);
  }
});

test.each(SCHEMES)(
  'in the %s scheme what is in progress is paler than what is answered, and not what waits',
  (scheme) => {
    const ground = colorOf(scheme, 'surface');
    const loudness = (name: string) => contrast(colorOf(scheme, name), ground);
    expect(loudness('bar-progress-soft')).toBeLessThan(loudness('bar-succeeded') * 0.75);
    expect(loudness('bar-progress-soft')).toBeLessThan(loudness('bar-progress'));
    expect(colorOf(scheme, 'bar-progress-soft')).not.toBe(colorOf(scheme, 'bar-waiting'));
  },
);

function colorOf(scheme: 'light' | 'dark', name: string): string {
  const color = colors.get(name)?.[scheme];
  if (!color) throw new Error(`globals.css has no color ${name}`);
  return color;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
