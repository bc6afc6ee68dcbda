'use client';

import { useState, useTransition } from 'react';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { revokeTokenAction } from '#lib/auth/actions.ts';

/** Ends a token, after saying what that means. */
export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  const [isPending, startTransition] = useTransition();
  const [problem, setProblem] = useState('');

  function revoke() {
    startTransition(async () => {
      const result = await revokeTokenAction({ tokenId });
      setProblem(result.ok ? '' : result.error.message);
    });
  }

  return (
    <>
      <ConfirmButton
        label={`Revoke token ${name}`}
        title={`Revoke the token ${name}?`}
        consequence="Whatever uses it is refused from now on. This cannot be undone; a new token can be made."
        confirm="Revoke token"
        isPending={isPending}
        onConfirm={revoke}
      >
        Revoke
      </ConfirmButton>
      {problem && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </>
  );
}
