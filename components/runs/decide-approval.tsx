'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { Time } from '#components/ui/time.tsx';
import { approveRunAction } from '#lib/runs/actions.ts';
import type { Approval } from '#lib/runs/approval.ts';
import { DeclineForm } from './decline-form.tsx';
import { priceWords } from './launch-words.ts';

type DecideApprovalProps = { runId: string; approval: Approval; expectedUsd: string | null; isSimulated: boolean };

/** For a lead: launch what is shown here, or say why not. Of two who decide at once one is heard, and the other is told. */
export function DecideApproval({ runId, approval, expectedUsd, isSimulated }: DecideApprovalProps) {
  const router = useRouter();
  const approve = useMutation({
    mutationFn: () => approveRunAction({ runId, approvalId: approval.id }),
    onSuccess: (result) => {
      if (result.ok) router.refresh();
    },
  });
  const refusal = approve.data?.ok === false ? approve.data.error.message : null;
  const isLaunching = approve.isPending || approve.data?.ok === true;
  return (
    <Card title={`${approval.requestedBy} asks for approval`}>
      <p>
        Asked <Time iso={approval.requestedAt} />. Approving launches exactly what is shown here, at the price it was
        shown with.
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button kind="primary" isPending={isLaunching} onPress={() => approve.mutate()}>
          {isLaunching ? 'Launching' : `Approve and launch · ${priceWords(expectedUsd, isSimulated)}`}
        </Button>
        <DialogButton text="Decline" title="Decline this run?">
          {(close) => <DeclineForm {...{ runId, approval, close }} />}
        </DialogButton>
      </div>
      {(refusal || approve.isError) && (
        <div className="mt-3">
          <Alert>
            {refusal ?? 'The server could not be reached. Try again: a run that was launched is not launched twice.'}
            {refusal && (
              <div className="mt-3">
                <Button onPress={() => router.refresh()}>Show it as it is now</Button>
              </div>
            )}
          </Alert>
        </div>
      )}
    </Card>
  );
}
