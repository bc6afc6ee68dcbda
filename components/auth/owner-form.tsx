'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { createOwnerAction } from '#lib/auth/actions.ts';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';
import { MIN_PASSWORD_LENGTH } from '#lib/auth/password.ts';

/** Name, email, password of the first person. */
export function OwnerForm() {
  const [result, action] = useActionState(createOwnerAction, null);
  const problem = formProblemOf(result);
  return (
    <form action={action} className="flex flex-col gap-4" noValidate>
      {problem && <Alert>{problem}</Alert>}
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        isRequired
        defaultValue={result?.typed.name}
        error={issueOf(result, 'name')}
      />
      <TextField
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        isRequired
        defaultValue={result?.typed.email}
        error={issueOf(result, 'email')}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        isRequired
        description={`At least ${MIN_PASSWORD_LENGTH} characters. A few unrelated words make a good one.`}
        error={issueOf(result, 'password')}
      />
      <SubmitButton>Create account</SubmitButton>
    </form>
  );
}
