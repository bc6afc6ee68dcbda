'use client';

import { ActionProblem } from '#components/ui/action-problem.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { withdrawPriceAction } from '#lib/pricing/actions.ts';

export function WithdrawPriceButton({ id, model }: { id: string; model: string }) {
  const withdraw = useAction(() => withdrawPriceAction({ id }));
  return (
    <>
      <ConfirmButton
        kind="quiet"
        label={`Withdraw the price of ${model}`}
        title={`Withdraw this price of ${model}?`}
        consequence="Runs priced from now on take the price before it, or the list price. Launched runs keep theirs."
        confirm="Withdraw price"
        isPending={withdraw.isPending}
        onConfirm={withdraw.start}
      >
        Withdraw
      </ConfirmButton>
      <ActionProblem problem={withdraw.problem} />
    </>
  );
}
