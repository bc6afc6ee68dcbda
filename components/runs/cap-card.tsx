import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import { capWarnings } from '#lib/runs/cap-words.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import { DeadlineField } from './deadline-field.tsx';
import { issueAt, type SetDraft } from './run-draft.ts';

type CapCardProps = {
  draft: RunDraft;
  setDraft: SetDraft;
  issues: readonly Issue[];
  /** Of the form as it stands; null while it is worked out. */
  receipt: Receipt | null;
};

/** The most that a run may cost, and what that would mean for this one. */
export function CapCard({ draft, setDraft, issues, receipt }: CapCardProps) {
  const warnings = receipt ? capWarnings(receipt) : [];
  return (
    <Card title="Spending cap and deadline">
      <div className="flex max-w-96 flex-col gap-4">
        <TextField
          label="Stop before it costs more than … dollars (optional)"
          name="budgetUsd"
          value={draft.budgetUsd}
          onChange={(budgetUsd) => setDraft({ budgetUsd })}
          error={issueAt(issues, 'budgetUsd')}
          placeholder="No cap"
          description="Rows are sent only while even their longest answers stay below it. Then the run pauses; you can raise the cap and go on."
        />
        <DeadlineField
          iso={draft.deadlineAt}
          onChange={(deadlineAt) => setDraft({ deadlineAt })}
          error={issueAt(issues, 'deadlineAt')}
        />
      </div>
      {warnings.length > 0 && (
        <div className="mt-4 flex flex-col gap-2">
          {warnings.map((warning) => (
            <Alert key={warning} tone="warn">
              {warning}
            </Alert>
          ))}
        </div>
      )}
    </Card>
  );
}
