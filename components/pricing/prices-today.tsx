import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Table } from '#components/ui/table.tsx';
import { formatCount } from '#lib/format.ts';
import type { PriceToday } from '#lib/pricing/prices-today.ts';
import { PRICE_COLUMNS, PriceCells } from './price-cells.tsx';

const COLUMNS = [
  { key: 'model', label: 'Model' },
  ...PRICE_COLUMNS,
  { key: 'from', label: 'Where it is from' },
  { key: 'notes', label: 'Notes' },
];

type PricesTodayProps = {
  prices: readonly PriceToday[];
  asOf: string;
  /** For how many days the list has not been read again, where that is long. */
  ageDays: number | null;
};

/** What every model costs today, and by whose word. */
export function PricesToday({ prices, asOf, ageDays }: PricesTodayProps) {
  const sources = [...new Set(prices.flatMap(({ price, entry }) => (entry ? [] : (price?.source ?? []))))];
  return (
    <Card title="Prices today">
      <p className="mb-4 text-ink-muted">
        US dollars per million tokens. Where nothing is entered, the list that Rowmill comes with counts, as OpenAI had
        it on {asOf}.{sources.length > 0 && ` Its source: ${sources.join('; ')}.`}
      </p>
      {ageDays !== null && (
        <div className="mb-4">
          <Alert tone="warn" title={`The list is ${ageDays} days old`}>
            Providers change their prices. Compare it with what OpenAI lists now, and enter what differs, or update
            Rowmill.
          </Alert>
        </div>
      )}
      <Table label="Prices by model" columns={COLUMNS}>
        {prices.map((row) => (
          <tr key={`${row.model} ${row.connection?.id ?? ''}`}>
            <th scope="row" className="min-w-24 font-mono text-xs sm:whitespace-nowrap">
              {row.model}
              {row.connection && <span className="block font-sans font-normal">at {row.connection.name} only</span>}
            </th>
            {row.price ? <PriceCells price={row.price} /> : <UnknownCells />}
            <td className="min-w-44">{originOf(row, asOf)}</td>
            <td className="min-w-56 text-xs text-ink-muted">{notesOf(row)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function UnknownCells() {
  return (
    <td colSpan={PRICE_COLUMNS.length}>
      <Badge tone="warn">unknown</Badge>
    </td>
  );
}

function originOf({ price, entry }: PriceToday, asOf: string): string {
  if (entry) return `Entered: ${entry.source}`;
  return price ? `List of ${price.asOf > asOf ? price.asOf : asOf}` : 'Nobody knows it';
}

function notesOf({ price, entry }: PriceToday): string {
  if (!price)
    return 'What its runs cost is unknown, and they can have no cap. Enter a price: it counts for runs launched from then on.';
  const long = price.longInput
    ? `A request over ${formatCount(price.longInput.overInputTokens)} input tokens costs twice the input and one and a half times the output. `
    : '';
  return `${long}${entry ? '' : (price.note ?? '')}`;
}
