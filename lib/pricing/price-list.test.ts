import { expect, test } from 'vitest';
import { z } from 'zod';
import file from './price-list.json' with { type: 'json' };
import { type PriceFile, readPriceFile } from './price-list.ts';
import { findPrice } from './prices.ts';

const Usd = z.string().regex(/^\d+\.\d{2,6}$/);
const RatesInFile = z.strictObject({ input: Usd, cachedInput: Usd.optional(), output: Usd });
const Row = z.strictObject({
  model: z.string().min(1),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  realtime: RatesInFile,
  batch: z.union([RatesInFile, z.strictObject({ factor: z.string() })]),
  longInput: z
    .strictObject({ overInputTokens: z.int().positive(), inputFactor: z.string(), outputFactor: z.string() })
    .optional(),
  contextTokens: z.int().positive().nullable(),
  note: z.string().optional(),
});
const File = z.strictObject({
  asOf: z.iso.date(),
  unit: z.literal('US dollars per million tokens'),
  providers: z.array(
    z.strictObject({
      provider: z.string(),
      source: z.string().min(20),
      otherwisePriced: z.array(z.string()),
      prices: z.array(Row),
    }),
  ),
});

type Row = PriceFile['providers'][number]['prices'][number];

const ROW: Row = {
  model: 'one',
  validFrom: '2026-11-01',
  validTo: '2026-11-09',
  realtime: { input: '2.00', cachedInput: '0.20', output: '10.00' },
  batch: { factor: '0.5' },
  contextTokens: null,
};

function fileOf(...prices: Row[]): PriceFile {
  const provider = { provider: 'openai', source: 'a page', otherwisePriced: [], prices };
  return { asOf: '2026-11-05', unit: 'US dollars per million tokens', providers: [provider] };
}

test('the list that is shipped has its day, its source and nothing it does not know', () => {
  expect(File.parse(file)).toEqual(file);
});

test('amounts are read as exact micro-dollars; a batch has its own prices or a factor', () => {
  const [listed] = readPriceFile(fileOf(ROW));
  expect(listed?.price).toMatchObject({
    realtime: { inputMicroUsd: 2_000_000, cachedInputMicroUsd: 200_000, outputMicroUsd: 10_000_000 },
    batch: { inputMicroUsd: 1_000_000, cachedInputMicroUsd: 100_000, outputMicroUsd: 5_000_000 },
    source: 'a page',
  });
  const [own] = readPriceFile(fileOf({ ...ROW, batch: { input: '0.90', output: '4.00' } }));
  expect(own?.price.batch).toEqual({ inputMicroUsd: 900_000, cachedInputMicroUsd: 900_000, outputMicroUsd: 4_000_000 });
});

test('long requests cost their factors of both lanes', () => {
  const longInput = { overInputTokens: 272_000, inputFactor: '2', outputFactor: '1.5' };
  const [listed] = readPriceFile(fileOf({ ...ROW, longInput }));
  expect(listed?.price.longInput).toEqual({
    overInputTokens: 272_000,
    realtime: { inputMicroUsd: 4_000_000, cachedInputMicroUsd: 400_000, outputMicroUsd: 15_000_000 },
    batch: { inputMicroUsd: 2_000_000, cachedInputMicroUsd: 200_000, outputMicroUsd: 7_500_000 },
  });
});

test('a price counts on its days; after the last one nothing is known', () => {
  const later: Row = { ...ROW, validFrom: '2026-11-10', validTo: '2026-11-20', batch: { factor: '0.25' } };
  const prices = readPriceFile(fileOf(ROW, later));
  const inputOn = (day: string) => findPrice('one', new Date(day), prices)?.batch.inputMicroUsd;
  expect(inputOn('2026-10-31T23:59:59Z')).toBe(1_000_000);
  expect(inputOn('2026-11-09T23:59:59.999Z')).toBe(1_000_000);
  expect(inputOn('2026-11-10T00:00:00Z')).toBe(500_000);
  expect(inputOn('2026-11-20T23:59:59Z')).toBe(500_000);
  expect(inputOn('2026-11-21T00:00:00Z')).toBeUndefined();
});

test('a figure that cannot be read, or is no whole micro-dollar, names its model', () => {
  expect(() => readPriceFile(fileOf({ ...ROW, realtime: { input: '2,00', output: '1.00' } }))).toThrow(
    'one has "2,00"',
  );
  const odd = { ...ROW, realtime: { input: '0.000001', output: '1.00' } };
  expect(() => readPriceFile(fileOf(odd))).toThrow('no whole micro-dollar');
});
