'use client';

import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { countOf } from '#lib/format.ts';
import { cancelRunAction, pauseRunAction, resumeRunAction } from '#lib/runs/actions.ts';
import { partyOf } from '#lib/runs/party.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { canMoveRun } from '#lib/runs/state.ts';
import { FinishNow } from './finish-now.tsx';
import { arrivingOf } from './run-words.ts';
import { useRunAction } from './use-run-action.ts';

/** Pause, resume, finish now and cancel, where each is possible. */
export function RunControls({ progress, mayFinish }: { progress: RunProgress; mayFinish: boolean }) {
  const { run } = progress;
  const pause = useRunAction(run.id, pauseRunAction);
  const resume = useRunAction(run.id, resumeRunAction);
  const cancel = useRunAction(run.id, cancelRunAction);
  const problem = pause.problem ?? resume.problem ?? cancel.problem;
  return (
    <>
      {canMoveRun(run.status, 'paused') && (
        <Button isPending={pause.isPending} onPress={() => pause.start({ runId: run.id })}>
          Pause
        </Button>
      )}
      {run.status === 'paused' && (
        <Button kind="primary" isPending={resume.isPending} onPress={() => resume.start({ runId: run.id })}>
          Resume
        </Button>
      )}
      {mayFinish && <FinishNow progress={progress} />}
      {canMoveRun(run.status, 'canceling') && (
        <ConfirmButton
          title="Cancel this run?"
          consequence={<CancelConsequence progress={progress} />}
          confirm="Cancel run"
          keep="Keep running"
          isPending={cancel.isPending}
          onConfirm={() => cancel.start({ runId: run.id })}
        >
          Cancel run
        </ConfirmButton>
      )}
      {problem && (
        <div className="basis-full">
          <Alert>{problem}</Alert>
        </div>
      )}
    </>
  );
}

function CancelConsequence({ progress }: { progress: RunProgress }) {
  const { counts, simulated } = progress.run;
  const party = partyOf(simulated);
  const answered = counts.succeeded + arrivingOf({ ...progress, counts });
  return (
    <>
      <p>Nothing more is sent, and the {party} is asked to stop what it has not begun.</p>
      <p className="mt-2">
        You keep {simulated ? 'what is done, and pay nothing' : 'and pay for what is done'}: {countOf(answered, 'row')}{' '}
        answered so far, and any the {party} finishes before it stops. Canceled rows can be retried later.
      </p>
    </>
  );
}
