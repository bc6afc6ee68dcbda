import { Card } from '#components/ui/card.tsx';
import { Table } from '#components/ui/table.tsx';
import { formatCount } from '#lib/format.ts';
import type { Price } from '#lib/pricing/schema.ts';
import { PRICE_COLUMNS, PriceCells } from './price-cells.tsx';

const COLUMNS = [{ key: 'model', label: 'Model' }, ...PRICE_COLUMNS, { key: 'notes', label: 'Notes' }];

/** The prices Rowmill comes with. */
export function ListPrices({ prices, asOf }: { prices: readonly Price[]; asOf: string }) {
  const sources = [...new Set(prices.flatMap(({ source }) => source ?? []))];
  return (
    <Card title="List prices">
      <p className="mb-4 text-ink-muted">
        US dollars per million tokens, as OpenAI listed them on {asOf}. Providers change their prices: check them now
        and then, and enter what you pay if it differs.
        {sources.length > 0 && ` Source: ${sources.join('; ')}.`}
      </p>
      <Table label="Prices by model" columns={COLUMNS}>
        {prices.map((price) => (
          <tr key={price.model}>
            <th scope="row" className="min-w-24 font-mono text-xs sm:whitespace-nowrap">
              {price.model}
            </th>
            <PriceCells price={price} />
            <td className="min-w-56 text-xs text-ink-muted">
              {price.longInput &&
                `A request over ${formatCount(price.longInput.overInputTokens)} input tokens costs twice the input and one and a half times the output. `}
              {price.note}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
