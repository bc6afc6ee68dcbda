import Link from 'next/link';
import { formatCount } from '#lib/format.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { RunCard } from './run-card.tsx';
import { runListAddress } from './run-list-address.ts';
import { WorkerAway } from './run-notices.tsx';

type RunsInFlightProps = { runs: readonly RunProgress[]; total: number };

/** What is running now, one card each. */
export function RunsInFlight({ runs, total }: RunsInFlightProps) {
  return (
    <section aria-labelledby="in-flight" className="flex flex-col gap-3">
      <h2 id="in-flight" className="text-base font-semibold">
        Runs in flight
      </h2>
      {runs.length === 0 && <p className="text-ink-muted">Nothing is running now.</p>}
      {runs.some((progress) => !progress.isWorkerSeen) && <WorkerAway />}
      {runs.map((progress) => (
        <RunCard key={progress.run.id} initial={progress} />
      ))}
      {total > runs.length && (
        <p>
          <Link
            href={runListAddress({ group: 'moving', name: '', page: 1 })}
            className="text-accent underline-offset-2 hover:underline"
          >
            {formatCount(total - runs.length)} more in progress
          </Link>
        </p>
      )}
    </section>
  );
}
