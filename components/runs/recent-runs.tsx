import Link from 'next/link';
import { countOf } from '#lib/format.ts';
import type { RunSummary } from '#lib/runs/schema.ts';
import { RunTable } from './run-table.tsx';

/** The newest runs that rest, and the way to all of them. */
export function RecentRuns({ runs, total }: { runs: readonly RunSummary[]; total: number }) {
  return (
    <section aria-labelledby="recent" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="recent" className="text-base font-semibold">
          Recent runs
        </h2>
        <Link href="/runs" className="text-accent underline-offset-2 hover:underline">
          {total === 1 ? 'All runs' : `All ${countOf(total, 'run')}`}
        </Link>
      </div>
      <RunTable label="Runs, newest first" runs={runs} />
    </section>
  );
}
