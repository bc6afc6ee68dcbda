import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { isValidOn, type PriceEntryView } from '#lib/pricing/price-book.ts';
import { PRICE_COLUMNS, PriceCells } from './price-cells.tsx';
import { PriceForm } from './price-form.tsx';
import { WithdrawPriceButton } from './withdraw-price-button.tsx';

const COLUMNS = [
  { key: 'model', label: 'Model' },
  ...PRICE_COLUMNS,
  { key: 'days', label: 'Valid' },
  { key: 'source', label: 'Source' },
  { key: 'state', label: 'State' },
];

type EnteredPricesProps = { entries: readonly PriceEntryView[]; today: string; canManage: boolean };

/** What this workspace pays by its own account, with everything it ever entered. */
export function EnteredPrices({ entries, today, canManage }: EnteredPricesProps) {
  return (
    <Card title="Your prices">
      <p className="text-ink-muted">
        Negotiated prices, and prices of models that are not in the list. They count for runs priced from now on; a run
        that is launched keeps the price it was launched with. Days are in UTC.
      </p>
      {entries.length === 0 ? (
        <p className="mt-4">None entered: the list prices below count.</p>
      ) : (
        <div className="mt-4">
          <Table label="Entered prices" columns={COLUMNS}>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} today={today} canManage={canManage} />
            ))}
          </Table>
        </div>
      )}
      {canManage && <PriceForm today={today} />}
    </Card>
  );
}

function EntryRow({ entry, today, canManage }: { entry: PriceEntryView; today: string; canManage: boolean }) {
  const { id, model, price, validFrom, validTo, source, createdAt, withdrawnAt } = entry;
  const isFuture = today < validFrom;
  return (
    <tr className={isValidOn(entry, today) || isFuture ? '' : 'text-ink-muted'}>
      <th scope="row" className="font-mono text-xs whitespace-nowrap">
        {model}
      </th>
      <PriceCells price={price} />
      <td className="whitespace-nowrap">{validTo ? `${validFrom} to ${validTo}` : `from ${validFrom}`}</td>
      <td className="min-w-40 break-words">
        {source}
        <span className="block text-xs text-ink-muted">
          entered <Time iso={createdAt} />
        </span>
      </td>
      <td>
        <StateBadge entry={entry} today={today} />
        {withdrawnAt === null && canManage && <WithdrawPriceButton id={id} model={model} />}
      </td>
    </tr>
  );
}

function StateBadge({ entry, today }: { entry: PriceEntryView; today: string }) {
  if (entry.withdrawnAt !== null) return <Badge>Withdrawn</Badge>;
  if (isValidOn(entry, today)) return <Badge tone="good">Valid</Badge>;
  return <Badge>{today < entry.validFrom ? 'Not yet' : 'Over'}</Badge>;
}
