import { formatCount } from '#lib/format.ts';
import type { DraftCount } from '#lib/runs/draft-count.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';

type CountLineProps = { receipt: Receipt; count: DraftCount | null };

/** How sure the text to read is: counted to the last row, on the way there, or told by some of the rows. Of one height in every state. */
export function CountLine({ receipt, count }: CountLineProps) {
  const words = countWords(receipt, count);
  const share = count?.state === 'counting' && count.total > 0 ? count.counted / count.total : 0;
  const isGoingOn = count?.state === 'counting' || count?.state === 'waiting';
  return (
    <span className="block text-xs text-ink-muted">
      {words}
      {isGoingOn ? (
        <span
          role="progressbar"
          aria-label="Counting rows"
          aria-valuemin={0}
          aria-valuemax={Math.max(1, count.total)}
          aria-valuenow={count.counted}
          aria-valuetext={words}
          className="mt-1 block h-1 overflow-hidden rounded-full bg-bar-waiting"
        >
          <span className="block h-full bg-bar-progress" style={{ width: `${share * 100}%` }} />
        </span>
      ) : (
        <span className="mt-1 block h-1" />
      )}
    </span>
  );
}

function countWords(receipt: Receipt, count: DraftCount | null): string {
  const { inputTokensExact, isCounted, countedRequests, rows, sameRows, reusable } = receipt;
  const sent = rows - sameRows - (reusable?.isReused ? reusable.rows : 0);
  // Of rows that share requests each is counted, and what they share is an estimate still.
  if (inputTokensExact || countedRequests >= sent) return 'every row counted';
  const told = `told by ${formatCount(countedRequests)} rows`;
  if (isCounted) return `${told}, long ones more often`;
  if (count?.state === 'counting') return `Counting row ${formatCount(count.counted)} of ${formatCount(count.total)}`;
  if (count?.state === 'waiting') return 'Every row is counted in a moment';
  return count?.state === 'failed' ? `${told}; the others could not be counted` : told;
}
