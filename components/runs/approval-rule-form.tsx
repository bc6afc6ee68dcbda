'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';
import { setApprovalLimitAction } from '#lib/runs/actions.ts';

/** Sets the amount, or takes the rule away. */
export function ApprovalRuleForm({ overUsd }: { overUsd: string | null }) {
  const [result, action] = useActionState(setApprovalLimitAction, null);
  const problem = formProblemOf(result);
  const kept = overUsd === null ? '' : overUsd.replace(/(\.\d\d)0+$/, '$1');
  return (
    <form action={action} className="mt-5 flex max-w-xl flex-col gap-4 border-t border-line pt-4" noValidate>
      {result?.ok && <Alert tone="good">Saved. {result.data.sentence}</Alert>}
      {problem && <Alert>{problem}</Alert>}
      <TextField
        label="Members ask above … dollars (optional)"
        name="overUsd"
        placeholder="25.00"
        defaultValue={result?.typed.overUsd ?? kept}
        error={issueOf(result, 'overUsd')}
        description="Empty: nobody has to ask. A change counts for launches from now on; requests that are open stay open."
      />
      <div>
        <SubmitButton>Save</SubmitButton>
      </div>
    </form>
  );
}
