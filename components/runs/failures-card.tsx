'use client';

import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { countOf } from '#lib/format.ts';
import { retryItemsAction } from '#lib/runs/actions.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { useRunAction } from './use-run-action.ts';

const NOT_RETRIABLE: readonly Run['status'][] = ['draft', 'canceling', 'failed'];

/** Rows without an answer, by cause, each with what to do about it. */
export function FailuresCard({ progress }: { progress: RunProgress }) {
  const { run, failures } = progress;
  const { start, isPending, problem } = useRunAction(run.id, retryItemsAction);
  if (failures.length === 0) return null;
  const canRetry = !NOT_RETRIABLE.includes(run.status);
  const total = failures.reduce((sum, failure) => sum + failure.count, 0);
  const all = canRetry && failures.length > 1;
  return (
    <Card
      title={`${countOf(total, 'row')} without an answer`}
      {...(all && {
        action: (
          <Button isPending={isPending} onPress={() => start({ runId: run.id })}>
            Retry all {countOf(total, 'failed row')}
          </Button>
        ),
      })}
    >
      {problem && <Alert>{problem}</Alert>}
      <ul className="flex flex-col divide-y divide-line">
        {failures.map((failure) => (
          <li
            key={failure.cause}
            className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0"
          >
            <div className="min-w-0 flex-1 basis-64">
              <p className="font-medium">
                {failure.title} · {countOf(failure.count, 'row')}
              </p>
              <p className="text-ink-muted">{failure.remedy}</p>
              {failure.example && (
                <p className="mt-1 text-xs break-words text-ink-muted">For example: {failure.example}</p>
              )}
            </div>
            {canRetry && (
              <Button
                isPending={isPending}
                onPress={() => start({ runId: run.id, causes: [failure.cause] })}
                label={`${retryWords(failure.count)}: ${failure.title}`}
              >
                {retryWords(failure.count)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canRetry && (
        <p className="mt-3 text-xs text-ink-muted">
          Only these rows are sent again, in a batch of their own, at batch price. Answered rows are never sent twice.
        </p>
      )}
    </Card>
  );
}

function retryWords(count: number): string {
  return count === 1 ? 'Retry this row' : `Retry these ${countOf(count, 'row')}`;
}
