'use client';

import { useState } from 'react';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { createBudgetAction } from '#lib/budgets/actions.ts';
import { BudgetFields, changeOf, EMPTY_BUDGET, useBudgetForm } from './budget-form.tsx';

type NewBudgetProps = { people: readonly { id: string; name: string }[]; labels: readonly string[] };

type ScopeKind = 'workspace' | 'member' | 'label';

const KINDS: { value: ScopeKind; label: string }[] = [
  { value: 'workspace', label: 'Everybody' },
  { value: 'member', label: 'One person' },
  { value: 'label', label: 'Runs with a label' },
];

export function NewBudgetButton(props: NewBudgetProps) {
  return (
    <DialogButton kind="primary" text="New budget" title="New budget">
      {(close) => <NewForm {...props} close={close} />}
    </DialogButton>
  );
}

function NewForm({ people, labels, close }: NewBudgetProps & { close: () => void }) {
  const [kind, setKind] = useState<ScopeKind>('workspace');
  const [member, setMember] = useState(people[0]?.id ?? '');
  const [label, setLabel] = useState(labels[0] ?? '');
  const scope = kind === 'label' ? { kind, label } : kind === 'member' ? { kind, member } : { kind };
  const form = useBudgetForm(EMPTY_BUDGET, (typed) => createBudgetAction({ ...changeOf(typed), scope }));
  return (
    <BudgetFields form={form} close={close} save="Make budget">
      <SelectField
        label="Whose spending counts"
        name="scope"
        options={KINDS}
        value={kind}
        onChange={(value) => setKind(KINDS.find((one) => one.value === value)?.value ?? 'workspace')}
      />
      {kind === 'member' && (
        <SelectField
          label="Person"
          name="member"
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={member}
          onChange={setMember}
        />
      )}
      {kind === 'label' && <LabelField {...{ labels, label, setLabel }} error={form.issueAt('scope.label')} />}
    </BudgetFields>
  );
}

type LabelFieldProps = {
  labels: readonly string[];
  label: string;
  setLabel: (label: string) => void;
  error: string | undefined;
};

/** One of the labels there are, or one that runs will have. */
function LabelField({ labels, label, setLabel, error }: LabelFieldProps) {
  return (
    <TextField
      label="Label"
      name="label"
      suggestions={labels}
      value={label}
      onChange={setLabel}
      error={error}
      description="As runs have it, in whatever case; also one that none has yet."
    />
  );
}
