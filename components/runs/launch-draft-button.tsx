'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { launchDraftAction } from '#lib/runs/actions.ts';
import type { Receipt, Run } from '#lib/runs/schema.ts';
import { useOpenDraft } from './draft-context.tsx';
import { priceWords } from './launch-words.ts';

/** Launches what was priced, once: the button stays busy until the run is on screen, and the server knows a second launch from a first. */
export function LaunchDraftButton({ price }: { price: { run: Run; receipt: Receipt } | null }) {
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
  const words = price ? priceWords(price.receipt.expectedUsd, price.run.simulated) : null;
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button kind="primary" isPending={isLaunching || !price} onPress={() => launch.mutate()}>
          {isLaunching ? 'Launching' : words ? `Launch · ${words}` : 'Working out the price'}
        </Button>
      </div>
      <p className="text-xs text-ink-muted">Nothing is sent and nothing is paid before you launch.</p>
      {refusal && <Alert>{refusal}</Alert>}
      {launch.isError && (
        <Alert>The server could not be reached. Try again: a run that was launched is not launched twice.</Alert>
      )}
    </div>
  );
}
