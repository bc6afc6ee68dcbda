'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Time } from '#components/ui/time.tsx';
import { withdrawRequestAction } from '#lib/runs/actions.ts';
import type { Approval } from '#lib/runs/approval.ts';
import { decidersWords } from '#lib/runs/approval-need.ts';

type ApprovalWaitingProps = {
  runId: string;
  approval: Approval;
  deciders: readonly string[];
  mayWithdraw: boolean;
};

/** A lead is asked: who, since when, and the way back. */
export function ApprovalWaiting({ runId, approval, deciders, mayWithdraw }: ApprovalWaitingProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => withdrawRequestAction({ runId }),
    onSuccess: async () => {
      router.refresh();
      await queryClient.invalidateQueries({ queryKey: ['drafts'] });
    },
  });
  const refusal = withdraw.data?.ok === false ? withdraw.data.error.message : null;
  return (
    <Card title="Waiting for approval">
      <p className="break-words">
        {approval.requestedBy} asked <Time iso={approval.requestedAt} />. {decidersWords(deciders)} decides; the run
        starts at once when it is approved, at the price shown here.
      </p>
      <p className="mt-2 text-ink-muted">Nothing is sent and nothing is paid until then.</p>
      {mayWithdraw && (
        <div className="mt-4 flex flex-col items-start gap-3">
          <Button isPending={withdraw.isPending} onPress={() => withdraw.mutate()}>
            Withdraw the request
          </Button>
          {refusal && <Alert>{refusal}</Alert>}
          {withdraw.isError && <Alert>The server could not be reached. Nothing was changed; try again.</Alert>}
        </div>
      )}
    </Card>
  );
}
