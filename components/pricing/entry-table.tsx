import { Badge } from '#components/ui/badge.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { isValidOn, type PriceEntryView } from '#lib/pricing/price-book.ts';
import { PRICE_COLUMNS, PriceCells } from './price-cells.tsx';
import { WithdrawPriceButton } from './withdraw-price-button.tsx';

const COLUMNS = [
  { key: 'model', label: 'Model' },
  ...PRICE_COLUMNS,
  { key: 'days', label: 'Valid' },
  { key: 'source', label: 'Source' },
  { key: 'state', label: 'State' },
];

type EntryTableProps = { label: string; entries: readonly PriceEntryView[]; today: string; canManage: boolean };

/** Entered prices, each with for whom and from when it counts, and who entered and withdrew it. */
export function EntryTable({ label, entries, today, canManage }: EntryTableProps) {
  return (
    <Table label={label} columns={COLUMNS}>
      {entries.map((entry) => (
        <EntryRow key={entry.id} entry={entry} today={today} canManage={canManage} />
      ))}
    </Table>
  );
}

function EntryRow({ entry, today, canManage }: { entry: PriceEntryView; today: string; canManage: boolean }) {
  const { id, model, price, validFrom, validTo, source, createdAt, withdrawnAt, connectionName } = entry;
  return (
    <tr>
      <th scope="row" className="font-mono text-xs whitespace-nowrap">
        {model}
        <span className="block font-sans font-normal text-ink-muted">
          {connectionName === null ? 'all connections' : `${connectionName} only`}
        </span>
      </th>
      <PriceCells price={price} />
      <td className="whitespace-nowrap">{validTo ? `${validFrom} to ${validTo}` : `from ${validFrom}`}</td>
      <td className="min-w-40 break-words">
        {source}
        <span className="block text-xs text-ink-muted">
          entered <Time iso={createdAt} />
          {entry.enteredBy && ` by ${entry.enteredBy}`}
        </span>
        {withdrawnAt && (
          <span className="block text-xs text-ink-muted">
            withdrawn <Time iso={withdrawnAt} />
            {entry.withdrawnBy && ` by ${entry.withdrawnBy}`}
          </span>
        )}
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
