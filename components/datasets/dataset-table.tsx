import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { NUMERIC_CELL, Table, WIDE_CELL } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DatasetEntry } from '#lib/datasets/dataset-entry.ts';
import { countOf, formatBytes, formatCount } from '#lib/format.ts';
import { adderWords } from './dataset-words.ts';

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'rows', label: 'Rows', isNumeric: true },
  { key: 'columns', label: 'Columns', isNumeric: true, isWide: true },
  { key: 'size', label: 'Size', isNumeric: true, isWide: true },
  { key: 'runs', label: 'Runs', isNumeric: true, isWide: true },
  { key: 'added', label: 'Added', isWide: true },
  { key: 'by', label: 'By', isWide: true },
];

/** Datasets, newest first. */
export function DatasetTable({ entries }: { entries: readonly DatasetEntry[] }) {
  return (
    <Table label="Datasets" columns={COLUMNS}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <th scope="row" className="max-w-96 min-w-40">
            <Link href={`/datasets/${entry.id}`} className="text-accent underline-offset-2 hover:underline">
              {entry.name}
            </Link>{' '}
            {entry.isSample && <Badge>Sample</Badge>}
            {entry.isChanged && <Badge>Imported with changes</Badge>}
            <span className="block text-xs font-normal text-ink-muted sm:hidden">
              {countOf(entry.columnCount, 'column')}, {formatBytes(entry.sizeBytes)} ·{' '}
              {entry.runCount === 0 ? 'no run yet' : countOf(entry.runCount, 'run')} · added{' '}
              <Time iso={entry.createdAt} />
            </span>
          </th>
          <td className={NUMERIC_CELL}>{formatCount(entry.rowCount)}</td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>{formatCount(entry.columnCount)}</td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>{formatBytes(entry.sizeBytes)}</td>
          <td className={`${NUMERIC_CELL} ${WIDE_CELL}`}>
            {entry.runCount === 0 ? 'none yet' : formatCount(entry.runCount)}
          </td>
          <td className={`whitespace-nowrap ${WIDE_CELL}`}>
            <Time iso={entry.createdAt} />
          </td>
          <td className={`whitespace-nowrap ${WIDE_CELL}`}>{adderWords(entry)}</td>
        </tr>
      ))}
    </Table>
  );
}
