'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { discardDraftAction } from '#lib/runs/actions.ts';

type DiscardDraftButtonProps = {
  draftId: string;
  name: string;
  /** Where to go afterwards; without it the page that lists it is shown again. */
  goesTo?: string;
};

/** Throws a draft away, after it said what that means. */
export function DiscardDraftButton({ draftId, name, goesTo }: DiscardDraftButtonProps) {
  const router = useRouter();
  const discard = useMutation({
    mutationFn: () => discardDraftAction({ draftId }),
    onSuccess: (result) => {
      if (!result.ok) return;
      sessionStorage.removeItem(`run-draft:${draftId}`);
      if (goesTo) router.replace(goesTo);
      else router.refresh();
    },
  });
  const refusal = discard.data?.ok === false ? discard.data.error.message : null;
  return (
    <div className="flex flex-col items-end gap-2">
      <ConfirmButton
        kind="quiet"
        {...(name && { label: `Discard ${name}` })}
        title="Discard this draft?"
        consequence="What was typed for this run is deleted for good. Nothing was sent and nothing was paid. Your data stays, and so does every run launched before, also the one this draft was made from."
        confirm="Discard draft"
        isPending={discard.isPending || discard.data?.ok === true}
        onConfirm={() => discard.mutate()}
      >
        Discard
      </ConfirmButton>
      {refusal && <Alert>{refusal}</Alert>}
      {discard.isError && <Alert>The server could not be reached. Nothing was changed; try again.</Alert>}
    </div>
  );
}
