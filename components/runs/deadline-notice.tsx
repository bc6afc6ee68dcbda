import { Alert } from '#components/ui/alert.tsx';
import { Time } from '#components/ui/time.tsx';
import { hurryBeforeMs } from '#lib/runs/deadline.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';

/** Until when a run has to be ready, what happens when, and what of it may cost more. */
export function DeadlineNotice({ progress }: { progress: RunProgress }) {
  const { run, lane, deadlineAt, deadlineNote } = progress;
  if (deadlineAt === null || isRunOver(run.status)) return null;
  if (deadlineNote !== null) return <Alert tone="warn">{deadlineNote}</Alert>;
  const left = run.counts.waiting + run.counts.inFlight;
  const hurryAt = new Date(Date.parse(deadlineAt) - hurryBeforeMs(left)).toISOString();
  return (
    <Alert tone="neutral">
      Must be ready <Time iso={deadlineAt} />.{' '}
      {lane === 'batch' ? (
        <>
          If rows are left <Time iso={hurryAt} />, their batches are stopped and they are asked for one by one: by flex
          at batch price, then at real-time price, and only if all of it stays below the cap
          {progress.cap && `, of which $${Number(progress.cap.leftUsd).toFixed(2)} is left`}.
        </>
      ) : (
        'What is left is being asked for one by one.'
      )}
    </Alert>
  );
}
