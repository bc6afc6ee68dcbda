import Link from 'next/link';
import { Amount } from '#components/ui/amount.tsx';
import { SegmentedBar } from '#components/ui/segmented-bar.tsx';
import { NUMERIC_CELL, Table, WIDE_CELL } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { countOf } from '#lib/format.ts';
import { spentUsd } from '#lib/pricing/spent-usd.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { RunSummary } from '#lib/runs/schema.ts';
import { RunLabels } from './run-labels.tsx';
import { answeredSentence, segmentsOf } from './run-words.ts';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';

function columnsFor(isSimulated: boolean) {
  const { spent, saved } = spentWords(isSimulated);
  return [
    { key: 'name', label: 'Run' },
    { key: 'state', label: 'State', isWide: true },
    { key: 'rows', label: 'Rows', isWide: true },
    { key: 'spent', label: spent, isNumeric: true },
    { key: 'saved', label: saved, isNumeric: true, isWide: true },
    { key: 'created', label: 'Created', isWide: true },
  ];
}

/** Runs, newest first. Among paid ones, what a simulated one would have cost says so itself. */
export function RunTable({ label, runs }: { label: string; runs: readonly RunSummary[] }) {
  const isSimulated = isAllSimulated(runs);
  return (
    <Table label={label} columns={columnsFor(isSimulated)}>
      {runs.map((run) => (
        <RunRow key={run.id} run={run} isOdd={run.simulated && !isSimulated} />
      ))}
    </Table>
  );
}

/** Whether nothing was paid for any of them. */
export function isAllSimulated(runs: readonly RunSummary[]): boolean {
  return runs.length > 0 && runs.every((run) => run.simulated);
}

function RunRow({ run, isOdd }: { run: RunSummary; isOdd: boolean }) {
  const isDraft = run.status === 'draft';
  const { spentInText, savedInText } = spentWords(run.simulated);
  return (
    <tr>
      <th scope="row" className="min-w-40">
        <Link href={`/runs/${run.id}`} className="text-accent underline-offset-2 hover:underline">
          {run.name}
        </Link>
        <span className="block text-xs font-normal text-ink-muted">{run.model}</span>
        {run.simulated && <SimulatedBadge />}
        <RunLabels labels={run.labels} />
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
        {isDraft ? '–' : <CellAmount usd={spentUsd(run.cost)} words={isOdd ? spentInText : null} />}
        {!isDraft && run.cost.savedUsd !== null && (
          <span className="ml-auto block max-w-24 text-xs whitespace-normal text-good sm:hidden">
            {savedInText} <Amount usd={run.cost.savedUsd} isGlance />
          </span>
        )}
      </td>
      <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>
        {isDraft ? '–' : <CellAmount usd={run.cost.savedUsd} words={isOdd ? savedInText : null} />}
      </td>
      <td className={WIDE_CELL}>
        <Time iso={run.createdAt} />
      </td>
    </tr>
  );
}

function CellAmount({ usd, words }: { usd: string | null; words: string | null }) {
  return (
    <>
      {words !== null && <span className="block text-xs text-ink-muted">{words}</span>}
      <Amount usd={usd} isGlance />
    </>
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
