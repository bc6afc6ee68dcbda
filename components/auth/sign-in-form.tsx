'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
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
      <Disclosure summary="Forgot your password?">
        <p>
          Ask whoever runs this Rowmill for a new one. On its machine, in its folder, they enter the following; a new
          password is shown there, and all your sessions end.
        </p>
        <code className="mt-2 block rounded-md bg-sunken px-3 py-2 font-mono text-xs wrap-anywhere text-ink">
          npm run password -- you@example.org
        </code>
      </Disclosure>
    </form>
  );
}
