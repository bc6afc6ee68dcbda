import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { isValidOn, type PriceEntryView } from '#lib/pricing/price-book.ts';
import { DiscountForm } from './discount-form.tsx';
import { EntryTable } from './entry-table.tsx';
import { PriceForm } from './price-form.tsx';

type EnteredPricesProps = {
  entries: readonly PriceEntryView[];
  connections: readonly { id: string; name: string }[];
  today: string;
  canManage: boolean;
};

/** What this workspace pays by its own account: what counts or will, and everything it ever entered besides. */
export function EnteredPrices({ entries, connections, today, canManage }: EnteredPricesProps) {
  const isCurrent = (entry: PriceEntryView) =>
    isValidOn(entry, today) || (entry.withdrawnAt === null && today < entry.validFrom);
  const [current, past] = [entries.filter(isCurrent), entries.filter((entry) => !isCurrent(entry))];
  return (
    <Card title="Your prices">
      <p className="text-ink-muted">
        Negotiated prices, and prices of models that are not in the list. What is entered for one connection goes before
        what counts for all, and both before the list; of several, the one entered last counts. They count for runs
        priced from now on; a run that is launched keeps the price it was launched with. Days are in UTC.
      </p>
      <div className="mt-4">
        {current.length === 0 ? (
          <p>None in force: the list prices count.</p>
        ) : (
          <EntryTable label="Entered prices" entries={current} today={today} canManage={canManage} />
        )}
      </div>
      {past.length > 0 && (
        <div className="mt-4">
          <Disclosure summary={`History: ${past.length} over or withdrawn`}>
            <EntryTable label="Earlier prices" entries={past} today={today} canManage={false} />
          </Disclosure>
        </div>
      )}
      {canManage && (
        <div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
          <Disclosure summary="Enter a price">
            <PriceForm today={today} connections={connections} />
          </Disclosure>
          <Disclosure summary="Enter a discount off the list">
            <DiscountForm today={today} connections={connections} />
          </Disclosure>
        </div>
      )}
    </Card>
  );
}
