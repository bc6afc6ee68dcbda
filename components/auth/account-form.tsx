'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { renamePersonAction } from '#lib/auth/actions.ts';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';

type AccountFormProps = { name: string; email: string; role: string };

/** The name others see. */
export function AccountForm({ name, email, role }: AccountFormProps) {
  const [result, action] = useActionState(renamePersonAction, null);
  const problem = formProblemOf(result);
  return (
    <form action={action} className="flex max-w-xl flex-col gap-4" noValidate>
      {result?.ok && <Alert tone="good">Your name is saved.</Alert>}
      {problem && <Alert>{problem}</Alert>}
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        isRequired
        defaultValue={result?.typed.name ?? name}
        error={issueOf(result, 'name')}
        description="What others see beside your runs. Older entries of the audit log keep the name you had."
      />
      <p className="text-ink-muted">
        You sign in as {email} and are {role === 'owner' ? 'the owner' : `a ${role}`} of this workspace.
      </p>
      <div>
        <SubmitButton>Save name</SubmitButton>
      </div>
    </form>
  );
}
