import Link from 'next/link';
import { Amount } from '#components/ui/amount.tsx';
import { SegmentedBar } from '#components/ui/segmented-bar.tsx';
import { NUMERIC_CELL, Table, WIDE_CELL } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { countOf } from '#lib/format.ts';
import type { RunSummary } from '#lib/runs/schema.ts';
import { answeredSentence, segmentsOf } from './run-words.ts';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';

const COLUMNS = [
  { key: 'name', label: 'Run' },
  { key: 'state', label: 'State', isWide: true },
  { key: 'rows', label: 'Rows', isWide: true },
  { key: 'spent', label: 'Spent', isNumeric: true },
  { key: 'saved', label: 'Saved', isNumeric: true, isWide: true },
  { key: 'created', label: 'Created', isWide: true },
];

/** Runs, newest first. */
export function RunTable({ label, runs }: { label: string; runs: readonly RunSummary[] }) {
  return (
    <Table label={label} columns={COLUMNS}>
      {runs.map((run) => (
        <RunRow key={run.id} run={run} />
      ))}
    </Table>
  );
}

function RunRow({ run }: { run: RunSummary }) {
  const isDraft = run.status === 'draft';
  return (
    <tr>
      <th scope="row" className="min-w-40">
        <Link href={`/runs/${run.id}`} className="text-accent underline-offset-2 hover:underline">
          {run.name}
        </Link>
        <span className="block text-xs font-normal text-ink-muted">{run.model}</span>
        {run.simulated && <SimulatedBadge />}
        {/* On a phone the state stands here: a table to scroll sideways would hide what matters most. */}
        <div className="mt-1 font-normal sm:hidden">
          <StatusBadge run={run} />
          <RowsOf run={run} />
        </div>
      </th>
      <td className={WIDE_CELL}>
        <StatusBadge run={run} />
      </td>
      <td className={`min-w-40 ${WIDE_CELL}`}>
        <RowsOf run={run} />
      </td>
      <td className={NUMERIC_CELL}>
        {isDraft ? '–' : <Amount usd={run.cost.batchUsd} />}
        {!isDraft && run.cost.savedUsd !== null && (
          <span className="block text-xs text-good sm:hidden">
            saved <Amount usd={run.cost.savedUsd} />
          </span>
        )}
      </td>
      <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>{isDraft ? '–' : <Amount usd={run.cost.savedUsd} />}</td>
      <td className={WIDE_CELL}>
        <Time iso={run.createdAt} />
      </td>
    </tr>
  );
}

function RowsOf({ run }: { run: RunSummary }) {
  const isDraft = run.status === 'draft';
  return (
    <>
      {!isDraft && <SegmentedBar label={`Rows of ${run.name}`} segments={segmentsOf(run)} />}
      <span className={`block text-xs ${run.counts.failed > 0 ? 'text-warn' : 'text-ink-muted'}`}>
        {isDraft ? countOf(run.counts.total, 'row') : answeredSentence(run.counts)}
      </span>
    </>
  );
}
