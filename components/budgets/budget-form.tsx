'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { CheckField } from '#components/ui/check-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { ActionResult } from '#lib/auth/action-result.ts';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';
import { readThresholds, USUAL_THRESHOLDS } from '#lib/budgets/limits.ts';

/** What is typed, not checked yet. */
export type BudgetForm = { name: string; amountUsd: string; thresholds: string; pausesLaunches: boolean };

export const EMPTY_BUDGET: BudgetForm = {
  ...{ name: '', amountUsd: '', pausesLaunches: false },
  thresholds: USUAL_THRESHOLDS.join(', '),
};

/** What is sent: what cannot be read as a percent goes as one that is refused in words. */
export function changeOf({ name, amountUsd, thresholds, pausesLaunches }: BudgetForm) {
  const percents = readThresholds(thresholds).map((percent) => (Number.isNaN(percent) ? 0 : percent));
  return { name, amountUsd: amountUsd.trim().replace(/^\$/, ''), thresholds: percents, pausesLaunches };
}

export function useBudgetForm(before: BudgetForm, send: (typed: BudgetForm) => Promise<ActionResult<void>>) {
  const [typed, setTyped] = useState(before);
  const saving = useMutation({ mutationFn: () => send(typed) });
  const result = saving.data ?? null;
  const change = (part: Partial<BudgetForm>) => setTyped((now) => ({ ...now, ...part }));
  return { typed, change, saving, result, issueAt: (path: string) => issueAt(result, path) };
}

/** The changes of a budget stand one level deeper than the budget itself. */
function issueAt(result: ActionResult<void> | null, path: string): string | undefined {
  return issueOf(result, path) ?? issueOf(result, `change.${path}`);
}

type BudgetFieldsProps = {
  form: ReturnType<typeof useBudgetForm>;
  close: () => void;
  save: string;
  /** Whose spending counts, to choose or to read. */
  children: ReactNode;
};

export function BudgetFields({ form, close, save, children }: BudgetFieldsProps) {
  const { typed, change, saving, result, issueAt: problemAt } = form;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!saving.isPending) saving.mutate(undefined, { onSuccess: (answer) => answer.ok && close() });
  }

  const problem = formProblemOf(result);
  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      {problem && <Alert>{problem}</Alert>}
      {saving.isError && <Alert>The server could not be reached. Nothing was changed; try again.</Alert>}
      <TextField
        label="Name"
        name="name"
        isRequired
        autoFocus
        value={typed.name}
        onChange={(name) => change({ name })}
        error={problemAt('name')}
        placeholder="Q4 labels"
      />
      {children}
      <TextField
        label="Dollars a month"
        name="amountUsd"
        isRequired
        value={typed.amountUsd}
        onChange={(amountUsd) => change({ amountUsd })}
        error={problemAt('amountUsd')}
        placeholder="100.00"
        description="Every calendar month, of UTC. Paid amounts count; what the sandbox simulates does not."
      />
      <TextField
        label="Tell at … percent"
        name="thresholds"
        value={typed.thresholds}
        onChange={(thresholds) => change({ thresholds })}
        error={problemAt('thresholds')}
        description="Each is told once a month, on Home and under Costs: to leads and owners, and to the person whose budget it is."
      />
      <CheckField
        label="Hold launches that do not fit"
        isChecked={typed.pausesLaunches}
        onChange={(pausesLaunches) => change({ pausesLaunches })}
        description="A run that is expected to cost more than is left is not launched. Runs that are launched go on."
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Cancel</Button>
        <Button type="submit" kind="primary" isPending={saving.isPending}>
          {save}
        </Button>
      </div>
    </form>
  );
}
