'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { changePasswordAction } from '#lib/auth/actions.ts';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';
import { MIN_PASSWORD_LENGTH } from '#lib/auth/password.ts';

/** A new password for the old one. What was typed is never given back. */
export function PasswordForm({ email }: { email: string }) {
  const [result, action] = useActionState(changePasswordAction, null);
  const problem = formProblemOf(result);
  return (
    <form action={action} className="flex max-w-xl flex-col gap-4" noValidate>
      {result?.ok && (
        <Alert tone="good">Your password is changed. Everywhere else you were signed in, you are signed out.</Alert>
      )}
      {problem && <Alert>{problem}</Alert>}
      {/* For password managers: whose password it is. */}
      <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label="Present password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        isRequired
        error={issueOf(result, 'currentPassword')}
      />
      <TextField
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        isRequired
        description={`At least ${MIN_PASSWORD_LENGTH} characters. A few unrelated words make a good one.`}
        error={issueOf(result, 'newPassword')}
      />
      <div>
        <SubmitButton>Change password</SubmitButton>
      </div>
    </form>
  );
}
