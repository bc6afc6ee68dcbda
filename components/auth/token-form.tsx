'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { createTokenAction } from '#lib/auth/actions.ts';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';
import type { MemberRole } from '#lib/auth/roles.ts';
import { NewToken } from './new-token.tsx';

const ROLE_WORDS: Record<MemberRole, string> = {
  owner: 'Owner: everything',
  lead: 'Lead: everything but ownership',
  member: 'Member: add datasets, run them',
  viewer: 'Viewer: read only',
};

/** Makes a token for a script; `roles` are those its maker may give. */
export function TokenForm({ roles }: { roles: readonly MemberRole[] }) {
  const [result, action] = useActionState(createTokenAction, null);
  const problem = formProblemOf(result);
  return (
    <form action={action} className="flex max-w-xl flex-col gap-4" noValidate>
      {result?.ok && <NewToken key={result.data.id} name={result.data.name} token={result.data.token} />}
      {problem && <Alert>{problem}</Alert>}
      <TextField
        label="Name"
        name="name"
        isRequired
        description="What it is for, such as nightly import."
        defaultValue={result?.ok ? '' : result?.typed.name}
        error={issueOf(result, 'name')}
      />
      <SelectField
        label="May do"
        name="role"
        defaultValue="member"
        options={roles.map((role) => ({ value: role, label: ROLE_WORDS[role] }))}
      />
      <div>
        <SubmitButton>Create token</SubmitButton>
      </div>
    </form>
  );
}
