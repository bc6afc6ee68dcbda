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
  const { run } = progress;
  const { start, isPending, problem } = useRunAction(run.id, retryItemsAction);
  const groups = groupsOf(progress);
  if (groups.length === 0) return null;
  const canRetry = !NOT_RETRIABLE.includes(run.status);
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const all = canRetry && groups.length > 1;
  return (
    <Card
      title={`${countOf(total, 'row')} without an answer`}
      {...(all && {
        action: (
          <Button isPending={isPending} onPress={() => start({ runId: run.id })}>
            Retry all {countOf(total, 'row')}
          </Button>
        ),
      })}
    >
      {problem && <Alert>{problem}</Alert>}
      <ul className="flex flex-col divide-y divide-line">
        {groups.map((group) => (
          <li
            key={group.cause}
            className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0"
          >
            <GroupWords group={group} />
            {canRetry && (
              <Button
                isPending={isPending}
                onPress={() => start({ runId: run.id, causes: [group.cause] })}
                label={`${retryWords(group.count)}: ${group.title}`}
              >
                {retryWords(group.count)}
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

type Group = RunProgress['failures'][number];

/** The causes of failure and, once a run was canceled, the rows that were canceled with it. */
function groupsOf({ run, failures }: RunProgress): Group[] {
  const { canceled } = run.counts;
  if (canceled === 0 || run.status === 'canceling') return failures;
  const words = {
    title: 'Canceled before they were answered',
    remedy: 'Nothing was paid for them. Retry them to have them answered.',
  };
  return [...failures, { cause: 'canceled', ...words, count: canceled, example: null }];
}

function GroupWords({ group }: { group: Group }) {
  return (
    <div className="min-w-0 flex-1 basis-64">
      <p className="font-medium">
        {group.title} · {countOf(group.count, 'row')}
      </p>
      <p className="text-ink-muted">{group.remedy}</p>
      {group.example && <p className="mt-1 text-xs break-words text-ink-muted">For example: {group.example}</p>}
    </div>
  );
}

function retryWords(count: number): string {
  return count === 1 ? 'Retry this row' : `Retry these ${countOf(count, 'row')}`;
}
