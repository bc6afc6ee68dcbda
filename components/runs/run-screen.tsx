'use client';

import type { ReactNode } from 'react';
import { SaveAsTemplate } from '#components/templates/save-as-template.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { can, type MemberRole } from '#lib/auth/roles.ts';
import { formatCount } from '#lib/format.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { BatchTimeline } from './batch-timeline.tsx';
import { EventLog } from './event-log.tsx';
import { FailuresCard } from './failures-card.tsx';
import { ProgressOverTime } from './progress-over-time.tsx';
import { RowsCard } from './rows-card.tsx';
import { RunControls } from './run-controls.tsx';
import { RunCosts } from './run-costs.tsx';
import { RunLabelsLine } from './run-labels-line.tsx';
import { RunNotices } from './run-notices.tsx';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useRunProgress } from './use-run-progress.ts';

type RunScreenProps = {
  initial: RunProgress;
  role: MemberRole;
  /** Rows of the dataset, more than the run's when it took the first few only; null when the dataset is deleted. */
  datasetRows: number | null;
  /** Whether what it asks may be kept as a template, and is not one already. */
  canSave: boolean;
  /** Labels that runs here have. */
  labels: readonly string[];
  children: ReactNode;
};

/** A launched run, kept current. `children` say what was asked; they never change. */
export function RunScreen({ initial, role, datasetRows, canSave, labels, children }: RunScreenProps) {
  const { progress, trouble } = useRunProgress(initial);
  const { run } = progress;
  const isOver = isRunOver(run.status);
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
            {can(role, 'run:cancel') && <RunControls progress={progress} mayFinish={can(role, 'run:launch')} />}
            {isOver && can(role, 'run:create') && datasetRows !== null && datasetRows > run.counts.total && (
              <LinkButton href={`/runs/new?from=${run.id}&rows=all`}>
                Run all {formatCount(datasetRows)} rows
              </LinkButton>
            )}
            {isOver && can(role, 'run:create') && (
              <LinkButton href={`/runs/new?from=${run.id}`}>Run again with changes</LinkButton>
            )}
            {isOver && canSave && <SaveAsTemplate source={{ runId: run.id }} name={run.name} />}
            <LinkButton href={`/runs/${run.id}/results`} kind={isOver ? 'primary' : 'secondary'}>
              See the results
            </LinkButton>
          </>
        }
      >
        <span className={run.status === 'completed_with_failures' ? 'text-warn' : ''}>{stateOf(progress)}</span>
        <RunLabelsLine run={run} suggestions={labels} mayChange={can(role, 'run:label')} />
      </PageHeader>
      <div className="flex flex-col gap-6">
        <RunNotices progress={progress} trouble={trouble} mayChangeCap={can(role, 'run:launch')} />
        <RowsCard progress={progress} />
        <FailuresCard progress={progress} mayRetry={can(role, 'run:retry')} />
        <RunCosts progress={progress} mayChangeCap={can(role, 'run:launch')} />
        <ProgressOverTime progress={progress} />
        <BatchTimeline progress={progress} />
        {children}
        <EventLog
          runId={run.id}
          events={progress.events}
          hasOlder={progress.hasOlderEvents}
          simulated={run.simulated}
        />
      </div>
    </div>
  );
}

/** The state in a sentence. Why it is paused stands right below, where it can be acted on. */
function stateOf({ run, sentence }: RunProgress): string {
  return run.status === 'paused' ? sentence.replace(run.reason ?? '', '').trim() : sentence;
}
