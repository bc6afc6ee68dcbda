'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { launchDraftAction } from '#lib/runs/actions.ts';
import type { ApprovalNeed } from '#lib/runs/approval-need.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { Run } from '#lib/runs/schema.ts';
import { ApprovalAnswer } from './approval-answer.tsx';
import { ApprovalWaiting } from './approval-waiting.tsx';
import { AskWords } from './ask-words.tsx';
import { useOpenDraft } from './draft-context.tsx';
import { launchWords, priceWords } from './launch-words.ts';

type Need = ApprovalNeed & { deciders: readonly string[] };
type LaunchDraftButtonProps = { price: { run: Run; receipt: Receipt; need: Need | null } | null };

/** Launches what was priced, or asks a lead to, once: the button stays busy until the run is on screen, and the server knows a second launch from a first. */
export function LaunchDraftButton({ price }: LaunchDraftButtonProps) {
  const { id, version } = useOpenDraft();
  const router = useRouter();
  const launch = useMutation({
    mutationFn: () => launchDraftAction({ draftId: id, version }),
    onSuccess: (result) => {
      if (result.ok) router.replace(`/runs/${result.data.runId}`);
    },
  });
  const refusal = launch.data?.ok === false ? launch.data.error.message : null;
  const isLaunching = launch.isPending || launch.data?.ok === true;
  const { verb, busy } = launchWords(price?.need);
  const words = price ? priceWords(price.receipt.expectedUsd, price.run.simulated) : null;
  const approval = price?.run.approval ?? null;
  if (price && approval?.status === 'requested')
    return (
      <ApprovalWaiting runId={price.run.id} approval={approval} deciders={price.need?.deciders ?? []} mayWithdraw />
    );
  return (
    <div className="flex flex-col gap-3">
      {approval && <ApprovalAnswer approval={approval} changeHref={null} />}
      <div>
        <Button kind="primary" isPending={isLaunching || !price} onPress={() => launch.mutate()}>
          {isLaunching ? busy : words ? `${verb} · ${words}` : 'Working out the price'}
        </Button>
      </div>
      {price?.need && <AskWords need={price.need} deciders={price.need.deciders} />}
      <p className="text-xs text-ink-muted">
        Nothing is sent and nothing is paid before {price?.need ? 'it is approved' : 'you launch'}.
      </p>
      {refusal && <Alert>{refusal}</Alert>}
      {launch.isError && (
        <Alert>The server could not be reached. Try again: a run that was launched is not launched twice.</Alert>
      )}
    </div>
  );
}
