'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SegmentedBar } from '#components/ui/segmented-bar.tsx';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { BatchesTable } from './batches-table.tsx';
import { EventLog } from './event-log.tsx';
import { FailuresCard } from './failures-card.tsx';
import { ProgressOverTime } from './progress-over-time.tsx';
import { RunControls } from './run-controls.tsx';
import { RunCosts } from './run-costs.tsx';
import { accountOf, answeredPercent, answeredSentence, arrivingOf, runStatusWord, segmentsOf } from './run-words.ts';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useRunProgress } from './use-run-progress.ts';

/** A launched run, kept current. `children` say what was asked; they never change. */
export function RunScreen({ initial, children }: { initial: RunProgress; children: ReactNode }) {
  const { data: progress, isError } = useRunProgress(initial);
  const { run } = progress;
  const isPaused = run.status === 'paused' && run.reason !== null;
  return (
    <div className="max-w-[75rem]">
      <PageHeader
        title={run.name}
        badge={
          <>
            <StatusBadge run={run} />
            {run.simulated && <SimulatedBadge />}
          </>
        }
        action={
          <>
            <RunControls progress={progress} />
            <LinkButton href={`/runs/${run.id}/results`} kind={isRunOver(run.status) ? 'primary' : 'secondary'}>
              See the results
            </LinkButton>
          </>
        }
      >
        {isPaused ? stateWithoutReason(progress) : progress.sentence}
      </PageHeader>
      <div className="flex flex-col gap-6">
        {isError && <Alert tone="warn">The connection is lost. Showing the last known state.</Alert>}
        {isPaused && <PauseReason reason={run.reason ?? ''} />}
        <RowsCard progress={progress} />
        <FailuresCard progress={progress} />
        <RunCosts run={run} />
        <ProgressOverTime progress={progress} />
        <BatchesTable batches={run.batches} />
        {children}
        <EventLog runId={run.id} events={progress.events} hasOlder={progress.hasOlderEvents} />
      </div>
    </div>
  );
}

/** The reason stands right below, where it can be acted on. */
function stateWithoutReason({ run, sentence }: RunProgress): string {
  return sentence.replace(run.reason ?? '', '').trim();
}

/** Why it stands still, and the way to where that is mended. */
function PauseReason({ reason }: { reason: string }) {
  return (
    <Alert tone="warn">
      {reason}
      {reason.includes('Settings') && (
        <>
          {' '}
          <Link href="/settings/connections" className="font-medium underline">
            Open connections
          </Link>
        </>
      )}
    </Alert>
  );
}

function RowsCard({ progress }: { progress: RunProgress }) {
  const { counts } = progress.run;
  const percent = answeredPercent({ ...progress, counts });
  const { text, missing } = accountOf(counts);
  const needsLook = counts.failed > 0 || missing > 0;
  return (
    <Card title="Rows">
      <p className="mb-2 flex flex-wrap justify-between gap-x-4">
        <span className={needsLook ? 'font-medium text-warn' : 'font-medium'}>
          {answeredSentence(counts, arrivingOf({ ...progress, counts }))}
        </span>
        <span className="tabular-nums">{percent} %</span>
      </p>
      <SegmentedBar label="Rows" segments={segmentsOf({ ...progress, counts })} hasLegend />
      <p className={`mt-3 text-xs tabular-nums ${missing === 0 ? 'text-ink-muted' : 'font-medium text-warn'}`}>
        {text}
      </p>
      <p aria-live="polite" className="sr-only">
        {announcementOf(progress.run, percent)}
      </p>
    </Card>
  );
}

/** Read out at every tenth and at every change of state, not at every row. */
function announcementOf(run: Run, percent: number): string {
  const { word } = runStatusWord(run.status, run.counts);
  if (isRunOver(run.status)) return `${word}. ${answeredSentence(run.counts)}.`;
  return `${word}. ${Math.floor(percent / 10) * 10} percent of the rows are answered.`;
}
