'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { signInAction } from '#lib/auth/actions.ts';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';

/** Email and password; `next` is the page to go on to. */
export function SignInForm({ next }: { next: string }) {
  const [result, action] = useActionState(signInAction, null);
  const problem = formProblemOf(result);
  return (
    <form action={action} className="flex flex-col gap-4" noValidate>
      {problem && <Alert>{problem}</Alert>}
      <input type="hidden" name="next" value={next} />
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
        autoComplete="current-password"
        isRequired
        error={issueOf(result, 'password')}
      />
      <SubmitButton>Sign in</SubmitButton>
    </form>
  );
}
