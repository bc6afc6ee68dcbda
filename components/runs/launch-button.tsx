'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { launchRunAction } from '#lib/runs/actions.ts';
import type { ApprovalNeed } from '#lib/runs/approval-need.ts';
import { AskWords } from './ask-words.tsx';
import { launchWords, priceWords } from './launch-words.ts';

type LaunchButtonProps = {
  runId: string;
  expectedUsd: string | null;
  isSimulated: boolean;
  /** Why a lead is asked instead; null where this person launches. */
  need: ApprovalNeed | null;
  deciders: readonly string[];
};

/** Launches, or asks a lead to, once: the button stays busy until the running run is on screen, and the server knows a second launch from a first. */
export function LaunchButton({ runId, expectedUsd, isSimulated, need, deciders }: LaunchButtonProps) {
  const router = useRouter();
  const launch = useMutation({
    mutationFn: () => launchRunAction({ runId }),
    onSuccess: (result) => {
      if (result.ok) router.refresh();
    },
  });
  const refusal = launch.data?.ok === false ? launch.data.error.message : null;
  const isBusy = launch.isPending || launch.data?.ok === true;
  const words = launchWords(need);
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button kind="primary" isPending={isBusy} onPress={() => !isBusy && launch.mutate()}>
          {isBusy ? words.busy : `${words.verb} · ${priceWords(expectedUsd, isSimulated)}`}
        </Button>
      </div>
      {need && <AskWords need={need} deciders={deciders} />}
      {refusal && <Alert>{refusal}</Alert>}
      {launch.isError && (
        <Alert>The server could not be reached. Try again: a run that was launched is not launched twice.</Alert>
      )}
    </div>
  );
}
