'use client';

import { useActionState } from 'react';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { signOutAction } from '#lib/auth/actions.ts';

/** A form, not a link: nothing that follows links may sign anyone out. */
export function SignOutForm() {
  const [result, action] = useActionState(signOutAction, null);
  return (
    <form action={action}>
      <SubmitButton kind="quiet">Sign out</SubmitButton>
      {result?.ok === false && (
        <p role="alert" className="text-xs text-bad">
          {result.error.message}
        </p>
      )}
    </form>
  );
}
