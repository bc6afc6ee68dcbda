import { useQuery } from '@tanstack/react-query';
import { retryWords } from '#components/runs/retry-words.ts';
import { useRunAction } from '#components/runs/use-run-action.ts';
import { runProgressQuery } from '#components/runs/use-run-progress.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import type { FailureCause } from '#lib/providers/failure-causes.ts';
import { retryItemsAction } from '#lib/runs/actions.ts';
import { retryCost } from '#lib/runs/retry-cost.ts';

type RetryFailedProps = {
  runId: string;
  /** Only the rows that failed because of this. */
  cause: FailureCause | undefined;
};

/** Sends the failed rows that are looked at again, all of them, as the run's own page does, with the price on it. */
export default function RetryFailed({ runId, cause }: RetryFailedProps) {
  const { data } = useQuery(runProgressQuery(runId));
  const { start, isPending, problem } = useRunAction(runId, retryItemsAction);
  const groups = data?.failures.filter((group) => cause === undefined || group.cause === cause) ?? [];
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (!data || count === 0) return null;
  return (
    <>
      <Button
        isPending={isPending}
        onPress={() => start({ runId, causes: groups.map((group) => group.cause) })}
        label={`Retry these ${retryWords(count, retryCost(data.run, count), data.run.simulated)}`}
      >
        Retry these {retryWords(count, retryCost(data.run, count), data.run.simulated)}
      </Button>
      {problem && <Alert>{problem}</Alert>}
    </>
  );
}
