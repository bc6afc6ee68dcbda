'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { launchRunAction } from '#lib/runs/actions.ts';
import { priceWords } from './launch-words.ts';

type LaunchButtonProps = { runId: string; expectedUsd: string | null; isSimulated: boolean };

/** Launches once: the button stays busy until the running run is on screen, and the server knows a second launch from a first. */
export function LaunchButton({ runId, expectedUsd, isSimulated }: LaunchButtonProps) {
  const router = useRouter();
  const launch = useMutation({
    mutationFn: () => launchRunAction({ runId }),
    onSuccess: (result) => {
      if (result.ok) router.refresh();
    },
  });
  const refusal = launch.data?.ok === false ? launch.data.error.message : null;
  const isBusy = launch.isPending || launch.data?.ok === true;
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button kind="primary" isPending={isBusy} onPress={() => !isBusy && launch.mutate()}>
          {isBusy ? 'Launching' : `Launch · ${priceWords(expectedUsd, isSimulated)}`}
        </Button>
      </div>
      {refusal && <Alert>{refusal}</Alert>}
      {launch.isError && (
        <Alert>The server could not be reached. Try again: a run that was launched is not launched twice.</Alert>
      )}
    </div>
  );
}
