import { NUMERIC_CELL } from '#components/ui/table.tsx';
import { usdPerMillion } from '#lib/pricing/micro-usd.ts';
import type { Price } from '#lib/pricing/schema.ts';

const RATES = ['inputMicroUsd', 'cachedInputMicroUsd', 'outputMicroUsd'] as const;
const LANES = [
  { lane: 'batch', words: 'batch' },
  { lane: 'realtime', words: 'real time' },
] as const;

/** Columns of PriceCells: dollars per million tokens at batch price, the real-time price under it. */
export const PRICE_COLUMNS = [
  { key: 'input', label: 'Input', isNumeric: true },
  { key: 'cached', label: 'Cached input', isNumeric: true },
  { key: 'output', label: 'Output', isNumeric: true },
];

export function PriceCells({ price }: { price: Price }) {
  return RATES.map((rate) => (
    <td key={rate} className={NUMERIC_CELL}>
      {LANES.map(({ lane, words }) => (
        <span key={lane} className={lane === 'batch' ? 'block' : 'block text-xs text-ink-muted'}>
          ${usdPerMillion(price[lane][rate])} {words}
        </span>
      ))}
    </td>
  ));
}
