import Link from 'next/link';
import { Alert } from '#components/ui/alert.tsx';
import type { RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';
import { ChangeCap } from './change-cap.tsx';
import { DeadlineNotice } from './deadline-notice.tsx';
import type { ProgressTrouble } from './use-run-progress.ts';

type RunNoticesProps = { progress: RunProgress; trouble: ProgressTrouble | null; mayChangeCap: boolean };

/** What stands in the way of this run, each with what to do. */
export function RunNotices({ progress, trouble, mayChangeCap }: RunNoticesProps) {
  const { run, events, isWorkerSeen } = progress;
  // A run that was put aside says the same in both places.
  const isNews = (event: RunProgress['events'][number]) => event.kind === 'alarm' && event.message !== run.reason;
  const alarm = isRunOver(run.status) ? undefined : events.findLast(isNews);
  return (
    <>
      {trouble && <Trouble trouble={trouble} />}
      {!isWorkerSeen && !trouble && <WorkerAway />}
      {run.status === 'paused' && run.reason !== null && (
        <PauseReason {...{ progress, mayChangeCap }} reason={run.reason} />
      )}
      <DeadlineNotice progress={progress} />
      {alarm && (
        <Alert tone="warn" title="Someone should look at this">
          {alarm.message}
        </Alert>
      )}
    </>
  );
}

const LINK = 'font-medium underline';

function Trouble({ trouble }: { trouble: ProgressTrouble }) {
  if (trouble === 'unreachable')
    return (
      <Alert tone="warn" title="The connection is lost. Showing the last known state.">
        The run goes on without this page, which catches up by itself as soon as Rowmill answers again.
      </Alert>
    );
  if (trouble === 'signed-out')
    return (
      <Alert tone="warn" title="You are signed out. Showing the last known state.">
        <Link href="/sign-in" className={LINK}>
          Sign in
        </Link>{' '}
        to see how far it is; the run goes on meanwhile.
      </Alert>
    );
  if (trouble === 'gone')
    return (
      <Alert tone="warn" title="This run does not exist any more.">
        Someone deleted it.{' '}
        <Link href="/runs" className={LINK}>
          See all runs
        </Link>
      </Alert>
    );
  return (
    <Alert tone="warn" title="Rowmill was updated since this page was opened.">
      <button type="button" onClick={() => window.location.reload()} className={LINK}>
        Load the page again
      </button>{' '}
      to see the current state.
    </Alert>
  );
}

/** Nothing is lost meanwhile: what is at the provider is kept there, and read once the worker is back. */
export function WorkerAway() {
  return (
    <Alert tone="warn" title="The worker is not running, so nothing is sent or read now.">
      No row is lost: batches at the provider go on, and their answers are read once it is back. It usually comes back
      by itself within seconds. If not, whoever runs Rowmill starts it again with <code>npm start</code>, or{' '}
      <code>npm run worker</code> where it runs on a machine of its own.
    </Alert>
  );
}

/** Why it stands still, and the way to where that is mended. */
type PauseReasonProps = { reason: string; progress: RunProgress; mayChangeCap: boolean };

function PauseReason({ reason, progress, mayChangeCap }: PauseReasonProps) {
  const isAtCap = progress.run.budgetUsd !== null && reason.startsWith('Paused');
  return (
    <Alert tone="warn">
      {reason}
      {isAtCap && mayChangeCap && (
        <div className="mt-3">
          <ChangeCap progress={progress} kind="secondary" />
        </div>
      )}
      {reason.includes('Settings') && (
        <>
          {' '}
          <Link href="/settings/connections" className={LINK}>
            Open connections
          </Link>
        </>
      )}
    </Alert>
  );
}
