'use client';

import { useMutation } from '@tanstack/react-query';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { withdrawPriceAction } from '#lib/pricing/actions.ts';

export function WithdrawPriceButton({ id, model }: { id: string; model: string }) {
  const withdraw = useMutation({ mutationFn: () => withdrawPriceAction({ id }) });
  const refusal = withdraw.data?.ok === false ? withdraw.data.error.message : null;
  const problem = withdraw.isError ? 'The server could not be reached. Try again.' : refusal;
  return (
    <>
      <ConfirmButton
        kind="quiet"
        label={`Withdraw the price of ${model}`}
        title={`Withdraw this price of ${model}?`}
        consequence="Runs priced from now on take the price before it, or the list price. Launched runs keep theirs."
        confirm="Withdraw price"
        isPending={withdraw.isPending}
        onConfirm={() => withdraw.mutate()}
      >
        Withdraw
      </ConfirmButton>
      {problem && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </>
  );
}
