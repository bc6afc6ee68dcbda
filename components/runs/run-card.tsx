'use client';

import Link from 'next/link';
import { SegmentedBar } from '#components/ui/segmented-bar.tsx';
import type { RunProgress } from '#lib/runs/schema.ts';
import { answeredPercent, segmentsOf } from './run-words.ts';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useRunProgress } from './use-run-progress.ts';

/** A run in flight at a glance, kept current. */
export function RunCard({ initial }: { initial: RunProgress }) {
  const { progress, trouble } = useRunProgress(initial);
  const { run } = progress;
  const bar = { ...progress, counts: run.counts, simulated: run.simulated };
  return (
    <article className="rounded-lg border border-line bg-surface p-4 sm:p-5">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 text-base font-medium break-words">
          <Link href={`/runs/${run.id}`} className="text-accent underline-offset-2 hover:underline">
            {run.name}
          </Link>
        </h3>
        <StatusBadge run={run} />
        {run.simulated && <SimulatedBadge />}
        <span className="ml-auto tabular-nums">{answeredPercent(bar)} %</span>
      </div>
      <SegmentedBar label={`Rows of ${run.name}`} segments={segmentsOf(bar)} />
      <p
        className={`mt-2 tabular-nums ${run.counts.failed > 0 || run.status === 'paused' ? 'text-warn' : 'text-ink-muted'}`}
      >
        {trouble ? 'The connection is lost. Showing the last known state.' : progress.sentence}
      </p>
    </article>
  );
}
