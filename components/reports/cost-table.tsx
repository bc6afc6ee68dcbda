import Link from 'next/link';
import { runListAddress } from '#components/runs/run-list-address.ts';
import { Amount } from '#components/ui/amount.tsx';
import { NUMERIC_CELL, Table, WIDE_CELL } from '#components/ui/table.tsx';
import { countOf, formatCompact, formatCount } from '#lib/format.ts';
import type { CostGroup, CostRow } from '#lib/pricing/cost-report.ts';
import { hasNow, spentUsd } from '#lib/pricing/spent-usd.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import { type CostView, costAddress } from '#lib/reports/cost-view.ts';
import { dayWords, failedWords } from '#lib/reports/cost-words.ts';

const LABELS: Record<CostGroup, string> = {
  day: 'Day',
  model: 'Model',
  member: 'Member',
  run: 'Run',
  template: 'Template',
  label: 'Label',
};

type CostTableProps = {
  label: string;
  by: CostGroup;
  rows: readonly CostRow[];
  view: CostView;
  simulated: boolean;
};

/** What was spent and saved, a line each; its name leads deeper, from a period to its runs and from a run to its rows. */
export function CostTable({ label, by, rows, view, simulated }: CostTableProps) {
  const { spent, saved } = spentWords(simulated);
  const columns = [
    { key: 'name', label: LABELS[by] },
    { key: 'spent', label: spent, isNumeric: true },
    { key: 'saved', label: saved, isNumeric: true },
    { key: 'realtime', label: 'At real-time prices', isNumeric: true, isWide: true },
    { key: 'tokens', label: 'Tokens read · written', isNumeric: true, isWide: true },
    { key: 'requests', label: 'Tries', isNumeric: true, isWide: true },
    { key: 'failed', label: 'Failed tries', isNumeric: true },
  ];
  return (
    <Table label={label} columns={columns}>
      {rows.map((row) => (
        <tr key={row[by] ?? ''}>
          <th scope="row" className="min-w-24 sm:min-w-36">
            <Link href={addressOf(by, row, view)} className="text-accent underline-offset-2 hover:underline">
              {by === 'day' ? dayWords(row.name) : row.name}
            </Link>
            {row.unknownRequests > 0 && row.batchUsd !== null && (
              <span className="block text-xs font-normal text-warn">
                the cost of {countOf(row.unknownRequests, 'try', 'tries')} unknown
              </span>
            )}
          </th>
          <td className={NUMERIC_CELL}>
            <Amount usd={spentUsd(row)} />
            {hasNow(row) && (
              <span className="block text-xs text-ink-muted">
                <Amount usd={row.nowUsd} /> at real-time price
              </span>
            )}
          </td>
          <td className={NUMERIC_CELL}>{row.savedUsd === null ? '–' : <Amount usd={row.savedUsd} />}</td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>
            {row.realtimeUsd === null ? '–' : <Amount usd={row.realtimeUsd} />}
          </td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>
            <span
              title={`${formatCount(row.inputTokens)} read, ${formatCount(row.cachedInputTokens)} of them from the cache, ${formatCount(row.outputTokens)} written`}
            >
              {formatCompact(row.inputTokens)} · {formatCompact(row.outputTokens)}
            </span>
          </td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>{formatCount(row.requests)}</td>
          <td className={NUMERIC_CELL}>
            <FailedCell row={row} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Of a run, failed tries lead to the rows that failed for good. */
function FailedCell({ row }: { row: CostRow }) {
  const words = failedWords(row.failed, row.requests);
  if (row.run === undefined || row.failed === 0) return <span title={words}>{formatCount(row.failed)}</span>;
  return (
    <Link
      href={`/runs/${row.run}/results?status=failed`}
      title={words}
      aria-label={`${words} of ${row.name} failed: show the rows that failed for good`}
      className="text-accent underline-offset-2 hover:underline"
    >
      {formatCount(row.failed)}
    </Link>
  );
}

function addressOf(by: CostGroup, row: CostRow, view: CostView): string {
  if (by === 'run') return `/runs/${row.run}`;
  if (by === 'label') return runListAddress({ group: null, name: '', label: row.label ?? '', page: 1 });
  if (by === 'day') return costAddress(view, { name: 'custom', period: { from: row.name, to: row.name } });
  return costAddress(view, { [by]: row[by] ?? '' });
}
