'use client';

import Link from 'next/link';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import { retryItemsAction } from '#lib/runs/actions.ts';
import { inPartyWords } from '#lib/runs/party.ts';
import { retryCost } from '#lib/runs/retry-cost.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';
import { retryWords } from './retry-words.ts';
import { useRunAction } from './use-run-action.ts';

const NOT_RETRIABLE: readonly Run['status'][] = ['draft', 'canceling', 'failed'];

type Group = RunProgress['failures'][number];

/** Rows without an answer, by cause: those that time mends, and those for which a person has to change something. */
export function FailuresCard({ progress, mayRetry }: { progress: RunProgress; mayRetry: boolean }) {
  const { run } = progress;
  const { start, isPending, problem } = useRunAction(run.id, retryItemsAction);
  const groups = groupsOf(progress);
  if (groups.length === 0) return null;
  const canRetry = mayRetry && !NOT_RETRIABLE.includes(run.status);
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const retry = canRetry ? (causes: string[]) => start({ runId: run.id, causes }) : null;
  const list = { runId: run.id, simulated: run.simulated, isPending, retry, mayChange: mayRetry };
  return (
    <Card
      title={`${countOf(total, 'row')} without an answer`}
      {...(canRetry &&
        groups.length > 1 && {
          action: (
            <Button isPending={isPending} onPress={() => start({ runId: run.id })}>
              Retry all {retryWords(total, retryCost(run, total), run.simulated)}
            </Button>
          ),
        })}
    >
      {problem && <Alert>{problem}</Alert>}
      <GroupList title="Trying again is enough" groups={groups.filter((group) => group.passes)} {...list} />
      <GroupList title="Someone has to change something" groups={groups.filter((group) => !group.passes)} {...list} />
      {canRetry && (
        <p className="mt-3 text-xs text-ink-muted">
          Only these rows are sent again, in a batch of their own{!run.simulated && ', at batch price'}. Answered rows
          are never sent twice.
        </p>
      )}
    </Card>
  );
}

/** The causes of failure and, once a run was canceled, the rows that were canceled with it. */
function groupsOf({ run, failures }: RunProgress): Group[] {
  const { canceled } = run.counts;
  const groups = failures.map((group) => ({ ...group, title: inPartyWords(group.title, run.simulated) }));
  if (canceled === 0 || run.status === 'canceling') return groups;
  const words = {
    title: 'Canceled before they were answered',
    remedy: 'Nothing was paid for them. Retry them to have them answered.',
  };
  const rest = { example: null, passes: true, firstRows: [], retryUsd: retryCost(run, canceled) };
  return [...groups, { cause: 'canceled', ...words, count: canceled, ...rest }];
}

type GroupListProps = {
  title: string;
  groups: readonly Group[];
  runId: string;
  simulated: boolean;
  isPending: boolean;
  retry: ((causes: string[]) => void) | null;
  mayChange: boolean;
};

function GroupList({ title, groups, runId, simulated, isPending, retry, mayChange }: GroupListProps) {
  if (groups.length === 0) return null;
  return (
    <div className="mt-4 first-of-type:mt-0">
      <h3 className="text-xs font-medium text-ink-muted">{title}</h3>
      <ul className="flex flex-col divide-y divide-line">
        {groups.map((group) => (
          <li key={group.cause} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3 last:pb-0">
            <GroupWords group={group} runId={runId} />
            <div className="flex flex-wrap gap-2">
              {mayChange && !group.passes && <ChangeLink runId={runId} title={group.title} />}
              {retry && (
                <Button
                  isPending={isPending}
                  onPress={() => retry([group.cause])}
                  label={`Retry ${retryWords(group.count, group.retryUsd, simulated)}: ${group.title}`}
                >
                  Retry {retryWords(group.count, group.retryUsd, simulated)}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ChangeLink({ runId, title }: { runId: string; title: string }) {
  return (
    <Link
      href={`/runs/new?from=${runId}`}
      aria-label={`Run again with changes: ${title}`}
      className="inline-flex min-h-9 items-center rounded-md px-3.5 font-medium text-accent hover:bg-accent-soft"
    >
      Run again with changes
    </Link>
  );
}

function GroupWords({ group, runId }: { group: Group; runId: string }) {
  return (
    <div className="min-w-0 flex-1 basis-64">
      <p className="font-medium">
        {group.title} · {countOf(group.count, 'row')}
      </p>
      <p className="text-ink-muted">{group.remedy}</p>
      {group.example && <p className="mt-1 text-xs break-words text-ink-muted">For example: {group.example}</p>}
      <RowLinks group={group} runId={runId} />
    </div>
  );
}

/** `Rows 4, 17, 23, 31, 40 and 32 more`, each a way to what was asked and what came back. */
function RowLinks({ group, runId }: { group: Group; runId: string }) {
  const { firstRows, count, cause, title } = group;
  if (firstRows.length === 0) return null;
  const link = 'text-accent underline underline-offset-2';
  const more = count - firstRows.length;
  return (
    <p className="mt-1 text-xs text-ink-muted tabular-nums">
      {count === 1 ? 'Row ' : 'Rows '}
      {firstRows.map((rowIndex, at) => (
        <span key={rowIndex}>
          {at > 0 && ', '}
          <Link
            href={`/runs/${runId}/results/${rowIndex + 1}`}
            aria-label={`Row ${formatCount(rowIndex + 1)}`}
            className={link}
          >
            {formatCount(rowIndex + 1)}
          </Link>
        </span>
      ))}
      {more > 0 && (
        <>
          {' and '}
          <Link
            href={`/runs/${runId}/results?status=failed&cause=${cause}`}
            aria-label={`${formatCount(more)} more: ${title}`}
            className={link}
          >
            {formatCount(more)} more
          </Link>
        </>
      )}
    </p>
  );
}
