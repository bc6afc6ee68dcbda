import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { countOf, usdPercent } from '#lib/format.ts';
import { spentUsd } from '#lib/pricing/spent-usd.ts';
import { PAID_NOTHING, spentWords } from '#lib/pricing/spent-words.ts';
import type { Savings, SavingsCosts } from '#lib/reports/schema.ts';
import { SimulatedBadge } from './simulated-badge.tsx';
import { UnsentRows } from './unsent-rows.tsx';

/** What was spent and saved this month and since the start; simulated amounts stand apart, because nobody paid them. */
export function SavingsCard({ paid, simulated, isWhole }: SavingsCosts) {
  const [isPaid, isSimulated] = [isSpent(paid), isSpent(simulated)];
  return (
    <Card title={isWhole ? 'Spent and saved' : 'Spent and saved by your runs'}>
      {isPaid && <Spent savings={paid} />}
      {isSimulated && (
        <div className={isPaid ? 'mt-4 border-t border-line pt-4' : ''}>
          <p className="mb-2">
            <SimulatedBadge />
          </p>
          <Spent savings={simulated} isSimulated />
          {!isPaid && <p className="mt-2">{PAID_NOTHING}</p>}
        </div>
      )}
      {!isPaid && !isSimulated && (
        <p className="text-ink-muted">What batch prices save you against real-time prices adds up here.</p>
      )}
    </Card>
  );
}

function isSpent({ ever }: Savings): boolean {
  const spent = spentUsd(ever);
  return spent === null || Number(spent) > 0;
}

function Spent({ savings: { month, ever }, isSimulated = false }: { savings: Savings; isSimulated?: boolean }) {
  const { spent, saved, spentInText, savedInText } = spentWords(isSimulated);
  const percent = usdPercent(month.savedUsd, month.realtimeUsd);
  const isSaved = !month.savedUsd?.startsWith('-');
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-4">
        <div>
          <dt className="text-xs text-ink-muted">{spent} this month</dt>
          <dd className="text-lg font-semibold">
            <Amount usd={spentUsd(month)} isGlance />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-ink-muted">{saved} this month</dt>
          <dd className={`text-lg font-semibold ${isSaved ? 'text-good' : 'text-warn'}`}>
            <Amount usd={month.savedUsd} isGlance />{' '}
            {percent !== null && percent > 0 && <span className="text-sm whitespace-nowrap">({percent} %)</span>}
          </dd>
        </div>
      </dl>
      <p className="mt-2 text-ink-muted">
        <Amount usd={month.realtimeUsd} isStruck isGlance /> at real-time prices. The month is counted in UTC.
      </p>
      {month.unknownRequests > 0 && month.batchUsd !== null && (
        <p className="mt-2 text-warn">The cost of {countOf(month.unknownRequests, 'try', 'tries')} is unknown.</p>
      )}
      {month.unsentRows > 0 && (
        <p className="mt-2 text-ink-muted">
          <UnsentRows rows={month.unsentRows} usd={month.unsentUsd} />
        </p>
      )}
      <p className="mt-2 text-ink-muted">
        Since the start{ever.unknownRequests > 0 && spentUsd(ever) !== null && ', as far as known'}: {spentInText}{' '}
        <Amount usd={spentUsd(ever)} isGlance />, {savedInText} <Amount usd={ever.savedUsd} isGlance />.
      </p>
    </>
  );
}
