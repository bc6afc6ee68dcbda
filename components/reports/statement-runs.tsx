import Link from 'next/link';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { exactUsd, formatCount } from '#lib/format.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { RunSum } from '#lib/reports/statement-prices.ts';

/** What each run comes to; its terms are in the file. */
export function StatementRuns({ runs, simulated }: { runs: readonly RunSum[]; simulated: boolean }) {
  const { spent, saved } = spentWords(simulated);
  const columns = [
    { key: 'run', label: 'Run' },
    { key: 'model', label: 'Model' },
    { key: 'tries', label: 'Tries', isNumeric: true },
    { key: 'realtime', label: 'At real-time prices', isNumeric: true },
    { key: 'spent', label: spent, isNumeric: true },
    { key: 'saved', label: saved, isNumeric: true },
  ];
  return (
    <Table label="By run" columns={columns}>
      {runs.map((run) => (
        <tr key={run.run} className="text-xs">
          <th scope="row" className="min-w-36">
            <Link href={`/runs/${run.run}`} className="text-accent underline-offset-2 hover:underline">
              {run.name}
            </Link>
          </th>
          <td className="whitespace-nowrap">{run.model}</td>
          <td className={NUMERIC_CELL}>{formatCount(run.requests)}</td>
          {[run.realtimeUsd, run.spentUsd, run.savedUsd].map((usd, index) => (
            <td key={columns[index + 3]?.key} className={NUMERIC_CELL}>
              {usd === null ? 'unknown' : exactUsd(usd)}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
