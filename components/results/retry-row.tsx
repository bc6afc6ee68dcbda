'use client';

import { useRunAction } from '#components/runs/use-run-action.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { retryItemsAction } from '#lib/runs/actions.ts';

/** Sends one row again, alone. */
export function RetryRow({ runId, rowIndex }: { runId: string; rowIndex: number }) {
  const { start, isPending, problem } = useRunAction(runId, retryItemsAction);
  return (
    <div className="mt-4">
      <Button isPending={isPending} onPress={() => start({ runId, rows: [rowIndex] })}>
        Retry this row
      </Button>
      {problem && <Alert>{problem}</Alert>}
    </div>
  );
}
