import type { ReactNode } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { Card } from '#components/ui/card.tsx';
import { countOf, formatCompact, formatCount, formatUsd, usdPercent } from '#lib/format.ts';
import { emptyCellsSentence } from '#lib/runs/empty-cells.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { Run } from '#lib/runs/schema.ts';
import { CountLine } from './count-line.tsx';
import { SimulatedBadge } from './simulated-badge.tsx';

type ReceiptCardProps = {
  receipt: Receipt;
  run: Run;
  /** It is the price of what stood in the form before; the new one is being worked out. */
  isOld?: boolean;
  /** How sure the text to read is, where somebody waits for its count. */
  countLine?: ReactNode;
};

/** What launching will send and cost, before anything is sent. */
export function ReceiptCard({ receipt, run, isOld = false, countLine }: ReceiptCardProps) {
  const { rows, skippedRows, batches, inputTokens, inputTokensExact } = receipt;
  return (
    <Card title="Before you launch" action={run.simulated && <SimulatedBadge />}>
      <p className="text-xs text-busy empty:hidden">{isOld && 'This is the price from before your last change.'}</p>
      <dl aria-busy={isOld} className="flex flex-col">
        <Line name={receipt.reusable?.isReused ? 'Rows' : 'Rows to send'}>
          {formatCount(rows)}
          {receipt.emptyCells && (
            <span className="block text-xs font-medium text-warn">
              {emptyCellsSentence(receipt.emptyCells, rows, receipt.sameRows > 0)}
            </span>
          )}
          {skippedRows > 0 && (
            <span className="block text-xs font-medium text-warn">only the first {formatCount(rows)}</span>
          )}
        </Line>
        {skippedRows > 0 && (
          <Line name="Rows left out">
            {formatCount(skippedRows)}
            <span className="block text-xs text-ink-muted">behind the first {formatCount(rows)}</span>
          </Line>
        )}
        {receipt.reusable?.isReused && (
          <Line name="Answered before">
            {formatCount(receipt.reusable.rows)}
            <span className="block text-xs text-ink-muted">not sent, the answers are used again</span>
          </Line>
        )}
        {receipt.sameRows > 0 && (
          <Line name="Same as another row">
            {formatCount(receipt.sameRows)}
            <span className="block text-xs text-ink-muted">
              sent once
              {receipt.sameUsd !== null && (
                <>
                  , saves <Amount usd={receipt.sameUsd} isEstimate />
                </>
              )}
            </span>
          </Line>
        )}
        {receipt.packing.rowsPerRequest > 1 && (
          <Line name="Rows in one request">
            {formatCount(receipt.packing.rowsPerRequest)}
            {receipt.packing.savedUsd !== null && !receipt.packing.savedUsd.startsWith('-') && (
              <span className="block text-xs text-ink-muted">
                saves <Amount usd={receipt.packing.savedUsd} isEstimate /> of the batch price
              </span>
            )}
          </Line>
        )}
        <Line name="Sent as">{countOf(batches, 'batch', 'batches')}</Line>
        <Line name="Text to read" title={countOf(inputTokens, 'token')}>
          {!inputTokensExact && '≈ '}
          {formatCompact(inputTokens)} tokens
          {countLine ?? <CountLine receipt={receipt} count={null} />}
        </Line>
        {receipt.expectedUsd !== null && <Prices receipt={receipt} />}
        {receipt.cap && (
          <Line name="Stops before">
            <Amount usd={receipt.cap.capUsd} />
            <span className="block text-xs text-ink-muted">the spending cap</span>
          </Line>
        )}
        <Line name="Ready">
          {run.simulated ? 'in a few minutes' : 'within 24 hours, often sooner'}
          <span className="block text-xs text-ink-muted">
            {batches > 1 ? 'A batch' : 'The batch'} expires 24 hours after it was taken; rows without an answer by then
            cost nothing and can be sent again.
          </span>
        </Line>
      </dl>
      {receipt.expectedUsd === null && (
        <div className="mt-3">
          <Alert tone="warn" title="Price unknown">
            The price of {run.model} is not in the price list, so its cost cannot be said.{' '}
            {run.simulated ? 'The sandbox itself charges nothing.' : 'It is not free.'}
          </Alert>
        </div>
      )}
      <p className="mt-3 text-xs text-ink-muted">
        {receipt.outputAssumption}
        {receipt.priceAsOf && ` Prices of ${receipt.priceAsOf}.`}
        {run.simulated &&
          receipt.expectedUsd !== null &&
          ' This run goes to the sandbox: the amounts show what the real model would cost; you pay nothing.'}
      </p>
    </Card>
  );
}

function Prices({ receipt }: { receipt: Receipt }) {
  const percent = usdPercent(receipt.savedUsd, receipt.realtimeUsd);
  return (
    <>
      <Line name="At real-time price">
        <Amount usd={receipt.realtimeUsd} isStruck />
      </Line>
      <Line name="At batch price">
        <span className="text-lg font-semibold">
          <Amount usd={receipt.expectedUsd} isEstimate />
        </span>
        <span className="block text-xs text-ink-muted">
          <Between lowUsd={receipt.lowUsd} highUsd={receipt.highUsd} />
        </span>
      </Line>
      <Line name="You save">
        <span className="font-semibold text-good">
          <Amount usd={receipt.savedUsd} isEstimate />
          {percent !== null && <span className="whitespace-nowrap"> ({percent} %)</span>}
        </span>
      </Line>
    </>
  );
}

/** Nothing where both ends read the same. */
function Between({ lowUsd, highUsd }: Pick<Receipt, 'lowUsd' | 'highUsd'>) {
  if (formatUsd(lowUsd) === formatUsd(highUsd)) return null;
  return (
    <>
      between <Amount usd={lowUsd} /> and <Amount usd={highUsd} />
    </>
  );
}

type LineProps = { name: string; title?: string; children: ReactNode };

function Line({ name, title, children }: LineProps) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-b border-line py-2">
      <dt className="shrink-0 text-ink-muted">{name}</dt>
      <dd {...(title && { title })} className="text-right tabular-nums">
        {children}
      </dd>
    </div>
  );
}
