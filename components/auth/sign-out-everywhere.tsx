'use client';

import { useMutation } from '@tanstack/react-query';
import { Alert } from '#components/ui/alert.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { signOutEverywhereAction } from '#lib/auth/actions.ts';

/** Ends every session at once, for a lost laptop or a shared computer. */
export function SignOutEverywhere({ sessions }: { sessions: number }) {
  const signOut = useMutation({ mutationFn: () => signOutEverywhereAction({}) });
  const refusal = signOut.data?.ok === false ? signOut.data.error.message : null;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-muted">
        {sessions === 1
          ? 'Only here, in this browser.'
          : `In ${sessions} browsers, this one included. Each is signed out a week after its sign-in.`}
      </p>
      {refusal && <Alert>{refusal}</Alert>}
      {signOut.isError && <Alert>The server could not be reached. Try again.</Alert>}
      <div>
        <ConfirmButton
          title="Sign out everywhere?"
          consequence="Every browser you are signed in with is signed out at once, this one too. Runs go on by themselves."
          confirm="Sign out everywhere"
          keep="Stay signed in"
          isPending={signOut.isPending}
          onConfirm={() => signOut.mutate()}
        >
          Sign out everywhere
        </ConfirmButton>
      </div>
    </div>
  );
}
