import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { usdPercent } from '#lib/format.ts';
import type { SavingsTotal } from '#lib/reports/schema.ts';
import { SimulatedBadge } from './simulated-badge.tsx';

/** What batch prices saved since the start; simulated amounts stand apart, because nobody paid them. */
export function SavingsCard({ paid, simulated }: { paid: SavingsTotal; simulated: SavingsTotal }) {
  const isPaid = Number(paid.realtimeUsd) > 0;
  const isSimulated = Number(simulated.realtimeUsd) > 0;
  return (
    <Card title="Saved so far">
      {isPaid && <Saved total={paid} />}
      {isSimulated && (
        <div className={isPaid ? 'mt-4 border-t border-line pt-4' : ''}>
          <p className="mb-1">
            <SimulatedBadge />
          </p>
          <Saved total={simulated} />
        </div>
      )}
      {!isPaid && !isSimulated && (
        <p className="text-ink-muted">What batch prices save you against real-time prices adds up here.</p>
      )}
    </Card>
  );
}

function Saved({ total }: { total: SavingsTotal }) {
  const percent = usdPercent(total.savedUsd, total.realtimeUsd);
  return (
    <>
      <p className="text-xl font-semibold text-good">
        <Amount usd={total.savedUsd} />
        {percent !== null && <span className="text-base whitespace-nowrap"> ({percent} %)</span>}
      </p>
      <p className="text-ink-muted">
        <Amount usd={total.realtimeUsd} isStruck /> at real-time prices, <Amount usd={total.batchUsd} /> at batch
        prices.
      </p>
    </>
  );
}
