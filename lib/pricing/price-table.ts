/** The day these list prices were read. They change: shown beside every amount, and a person can look them up again. */
export const PRICES_AS_OF = '2026-11-05';

/** Whole requests above this many input tokens cost more at the models that say so: 2 × input and cache, 1.5 × output. */
export const LONG_INPUT_TOKENS = 272_000;

export type PriceRow = {
  model: string;
  /** Input, cached input, output in micro-dollars per million tokens. Cached null: cached tokens cost what others do. */
  realtime: readonly [input: number, cached: number | null, output: number];
  batch: readonly [input: number, cached: number | null, output: number];
  contextTokens: number | null;
  hasLongInputTier?: true;
  note?: string;
};

const PROMOTION = 'Promotional price, guaranteed by the provider only until 2026-11-21.';
const ONE_SOURCE = 'This price comes from one source only.';
const MAY_BE_RETIRED = 'The provider may have retired this model on 2026-10-23.';

/** OpenAI list prices in US dollars. Batch prices are written out, not derived: a discount is a fact of the list, not a rule. */
export const PRICE_ROWS: readonly PriceRow[] = [
  {
    model: 'gpt-4o-mini',
    realtime: [150_000, 75_000, 600_000],
    batch: [75_000, null, 300_000],
    contextTokens: 128_000,
  },
  {
    model: 'gpt-4o',
    realtime: [2_500_000, 1_250_000, 10_000_000],
    batch: [1_250_000, null, 5_000_000],
    contextTokens: 128_000,
  },
  {
    model: 'gpt-4.1',
    realtime: [2_000_000, 500_000, 8_000_000],
    batch: [1_000_000, null, 4_000_000],
    contextTokens: 1_047_576,
  },
  {
    model: 'gpt-4.1-mini',
    realtime: [400_000, 100_000, 1_600_000],
    batch: [200_000, null, 800_000],
    contextTokens: 1_047_576,
  },
  {
    model: 'gpt-4.1-nano',
    realtime: [100_000, 25_000, 400_000],
    batch: [50_000, null, 200_000],
    contextTokens: 1_047_576,
    note: MAY_BE_RETIRED,
  },
  {
    model: 'gpt-5',
    realtime: [1_250_000, 125_000, 10_000_000],
    batch: [625_000, 62_500, 5_000_000],
    contextTokens: 400_000,
  },
  {
    model: 'gpt-5.1',
    realtime: [1_250_000, 125_000, 10_000_000],
    batch: [625_000, 62_500, 5_000_000],
    contextTokens: 400_000,
  },
  {
    model: 'gpt-5-mini',
    realtime: [250_000, 25_000, 2_000_000],
    batch: [125_000, 12_500, 1_000_000],
    contextTokens: 400_000,
  },
  { model: 'gpt-5-nano', realtime: [50_000, 5_000, 400_000], batch: [25_000, 2_500, 200_000], contextTokens: 400_000 },
  {
    model: 'gpt-5.2',
    realtime: [1_750_000, 175_000, 14_000_000],
    batch: [875_000, 87_500, 7_000_000],
    contextTokens: 400_000,
  },
  {
    model: 'gpt-5.4',
    realtime: [2_500_000, 250_000, 15_000_000],
    batch: [1_250_000, 125_000, 7_500_000],
    contextTokens: 1_050_000,
    hasLongInputTier: true,
  },
  {
    model: 'gpt-5.4-mini',
    realtime: [750_000, 75_000, 4_500_000],
    batch: [375_000, 37_500, 2_250_000],
    contextTokens: 400_000,
  },
  {
    model: 'gpt-5.4-nano',
    realtime: [200_000, 20_000, 1_250_000],
    batch: [100_000, 10_000, 625_000],
    contextTokens: 400_000,
  },
  {
    model: 'gpt-5.5',
    realtime: [5_000_000, 500_000, 30_000_000],
    batch: [2_500_000, 250_000, 15_000_000],
    contextTokens: 1_050_000,
    hasLongInputTier: true,
  },
  {
    model: 'gpt-5.5-pro',
    realtime: [30_000_000, null, 180_000_000],
    batch: [15_000_000, null, 90_000_000],
    contextTokens: 1_050_000,
  },
  {
    model: 'gpt-5.6-sol',
    realtime: [4_000_000, 400_000, 20_000_000],
    batch: [2_000_000, 200_000, 10_000_000],
    contextTokens: 1_050_000,
    hasLongInputTier: true,
    note: PROMOTION,
  },
  {
    model: 'gpt-5.6-terra',
    realtime: [2_000_000, 200_000, 12_000_000],
    batch: [1_000_000, 100_000, 6_000_000],
    contextTokens: 1_050_000,
    hasLongInputTier: true,
  },
  {
    model: 'gpt-5.6-luna',
    realtime: [200_000, 20_000, 1_200_000],
    batch: [100_000, 10_000, 600_000],
    contextTokens: 1_050_000,
    hasLongInputTier: true,
  },
  {
    model: 'gpt-6-astra',
    realtime: [10_000_000, 1_000_000, 50_000_000],
    batch: [5_000_000, 500_000, 25_000_000],
    contextTokens: null,
    hasLongInputTier: true,
  },
  {
    model: 'gpt-6-sol',
    realtime: [2_000_000, 200_000, 10_000_000],
    batch: [1_000_000, 100_000, 5_000_000],
    contextTokens: null,
    hasLongInputTier: true,
  },
  {
    model: 'gpt-6-luna',
    realtime: [100_000, 10_000, 500_000],
    batch: [50_000, 5_000, 250_000],
    contextTokens: null,
    hasLongInputTier: true,
  },
  {
    model: 'gpt-6.1-sol',
    realtime: [2_000_000, 100_000, 10_000_000],
    batch: [1_000_000, 50_000, 5_000_000],
    contextTokens: null,
    note: ONE_SOURCE,
  },
  {
    model: 'gpt-6.1-terra',
    realtime: [1_000_000, 50_000, 5_000_000],
    batch: [500_000, 25_000, 2_500_000],
    contextTokens: null,
    note: ONE_SOURCE,
  },
  {
    model: 'o1',
    realtime: [15_000_000, 7_500_000, 60_000_000],
    batch: [7_500_000, null, 30_000_000],
    contextTokens: 200_000,
  },
  {
    model: 'o3',
    realtime: [2_000_000, 500_000, 8_000_000],
    batch: [1_000_000, null, 4_000_000],
    contextTokens: 200_000,
  },
  {
    model: 'o3-pro',
    realtime: [20_000_000, null, 80_000_000],
    batch: [10_000_000, null, 40_000_000],
    contextTokens: 200_000,
  },
  {
    model: 'o3-mini',
    realtime: [1_100_000, 550_000, 4_400_000],
    batch: [550_000, null, 2_200_000],
    contextTokens: 200_000,
    note: MAY_BE_RETIRED,
  },
  {
    model: 'o4-mini',
    realtime: [1_100_000, 275_000, 4_400_000],
    batch: [550_000, null, 2_200_000],
    contextTokens: 200_000,
    note: MAY_BE_RETIRED,
  },
  // An embedding has no output tokens, so their price is truly nothing.
  { model: 'text-embedding-3-small', realtime: [20_000, null, 0], batch: [10_000, null, 0], contextTokens: 8_192 },
  { model: 'text-embedding-3-large', realtime: [130_000, null, 0], batch: [65_000, null, 0], contextTokens: 8_192 },
];
