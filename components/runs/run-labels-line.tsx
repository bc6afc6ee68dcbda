'use client';

import { type FormEvent, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { runLabelsIssue } from '#lib/run-labels.ts';
import { changeLabelsAction } from '#lib/runs/actions.ts';
import type { Run } from '#lib/runs/schema.ts';
import { RunLabels } from './run-labels.tsx';
import { RunLabelsField } from './run-labels-field.tsx';
import { useRunAction } from './use-run-action.ts';

type RunLabelsLineProps = { run: Run; suggestions: readonly string[]; mayChange: boolean };

/** What a run is filed under, and the way to change it: at any time, for it is bookkeeping. */
export function RunLabelsLine({ run, suggestions, mayChange }: RunLabelsLineProps) {
  if (run.labels.length === 0 && !mayChange) return null;
  const title = run.labels.length === 0 ? 'Add labels' : 'Change labels';
  return (
    <div className={`flex flex-wrap items-center gap-x-3 gap-y-1 ${run.labels.length === 0 ? '-ml-3.5' : ''}`}>
      <RunLabels labels={run.labels} />
      {mayChange && (
        <DialogButton kind="quiet" text={title} title="Labels of this run">
          {(close) => <LabelsForm {...{ run, suggestions, close }} />}
        </DialogButton>
      )}
    </div>
  );
}

type LabelsFormProps = { run: Run; suggestions: readonly string[]; close: () => void };

function LabelsForm({ run, suggestions, close }: LabelsFormProps) {
  const [labels, setLabels] = useState(run.labels);
  const change = useRunAction(run.id, changeLabelsAction);
  const issue = runLabelsIssue(labels);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (issue !== null || change.isPending) return;
    change.start({ runId: run.id, labels }, { onSuccess: (result) => result.ok && close() });
  }

  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      <p className="text-ink-muted">
        What this run cost counts under its labels, also what was spent before they were given.
      </p>
      {change.problem && <Alert>{change.problem}</Alert>}
      <RunLabelsField labels={labels} onChange={setLabels} suggestions={suggestions} error={issue?.message} autoFocus />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Leave them</Button>
        <Button type="submit" kind="primary" isPending={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
