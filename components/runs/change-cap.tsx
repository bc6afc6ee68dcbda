'use client';

import { type FormEvent, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { formatUsd } from '#lib/format.ts';
import { changeCapAction } from '#lib/runs/actions.ts';
import { capIssue } from '#lib/runs/cap-issue.ts';
import type { RunProgress } from '#lib/runs/schema.ts';
import { useRunAction } from './use-run-action.ts';

type ChangeCapProps = { progress: RunProgress; kind?: 'secondary' | 'quiet' };

/** Sets, raises, lowers or removes what a run may cost; a paused run may go on at once. */
export function ChangeCap({ progress, kind = 'quiet' }: ChangeCapProps) {
  const title = progress.cap === null ? 'Set a cap' : 'Change the cap';
  return (
    <DialogButton kind={kind} text={title} title={title}>
      {(close) => <CapForm progress={progress} close={close} />}
    </DialogButton>
  );
}

function CapForm({ progress, close }: { progress: RunProgress; close: () => void }) {
  const { run, cap } = progress;
  const [typed, setTyped] = useState(cap ? cap.capUsd.replace(/(\.\d\d)0+$/, '$1') : '');
  const [isWrong, setWrong] = useState(false);
  const change = useRunAction(run.id, changeCapAction);
  const isPaused = run.status === 'paused';
  const capUsd = typed.trim().replace(/^\$/, '');
  const issue = capIssue(capUsd);

  function send(to: string | null) {
    change.start({ runId: run.id, capUsd: to, resumes: isPaused }, { onSuccess: (result) => result.ok && close() });
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setWrong(issue !== null);
    if (issue === null && !change.isPending) send(capUsd);
  }

  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      {cap && (
        <p className="text-ink-muted">
          {formatUsd(cap.spentUsd)} {run.simulated ? 'would have been spent' : 'is spent'} and up to{' '}
          {formatUsd(cap.onTheWayUsd)} on its way.
        </p>
      )}
      {change.problem && <Alert>{change.problem}</Alert>}
      <TextField
        label="Stop before it costs more than … dollars"
        name="cap"
        autoFocus
        value={typed}
        onChange={setTyped}
        error={isWrong && issue !== null ? issue : undefined}
        description="All of the run counts: what is spent already, too."
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Leave it</Button>
        {cap && (
          <Button isPending={change.isPending} onPress={() => send(null)}>
            {isPaused ? 'Remove it and resume' : 'Remove it'}
          </Button>
        )}
        <Button type="submit" kind="primary" isPending={change.isPending}>
          {isPaused ? 'Save and resume' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
