import { Time } from '#components/ui/time.tsx';
import { formatDuration } from '#lib/format.ts';
import type { RunProgress } from '#lib/runs/schema.ts';

type Ready = NonNullable<RunProgress['ready']>;

/** When it is likely to end: as much as is known, and that it is not known where it is not. */
export function ReadyLine({ ready, simulated }: { ready: Ready; simulated: boolean }) {
  if (simulated)
    return (
      <p className="mt-3">
        <span className="font-medium">{usuallyWords(ready, true)}</span>{' '}
        <span className="text-ink-muted">The sandbox is a part of Rowmill: nothing leaves this machine.</span>
      </p>
    );
  return (
    <p className="mt-3">
      <span className="font-medium">{usuallyWords(ready)}</span>{' '}
      <span className="text-ink-muted">
        {ready.latestAt === null ? (
          'Some rows are not with the provider yet; it may take up to 24 hours from when it has them.'
        ) : (
          <>
            At the latest <Time iso={ready.latestAt} />, when the provider’s time is over; rows it did not get to are
            then sent again.
          </>
        )}
      </span>
    </p>
  );
}

/** The same never says an exact time: nobody knows one. */
export function usuallyWords({ usuallyMs, basis }: Ready, simulated = false): string {
  if (basis === 'longer') return 'This takes longer than earlier batches on this connection did.';
  if (usuallyMs === null && simulated) return 'Usually ready within a few minutes.';
  if (usuallyMs === null) return 'How long it takes is not known yet: often minutes, sometimes hours.';
  const time = formatDuration(usuallyMs);
  if (basis === 'pace') return `At the pace so far, usually ready within ${time}.`;
  return `Going by earlier batches, usually ready within ${time}.`;
}
