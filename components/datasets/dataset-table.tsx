import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DatasetEntry } from '#lib/datasets/dataset-entry.ts';
import { formatBytes, formatCount } from '#lib/format.ts';
import { adderWords } from './dataset-words.ts';

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'rows', label: 'Rows', isNumeric: true },
  { key: 'columns', label: 'Columns', isNumeric: true },
  { key: 'size', label: 'Size', isNumeric: true },
  { key: 'runs', label: 'Runs', isNumeric: true },
  { key: 'added', label: 'Added' },
  { key: 'by', label: 'By' },
];

/** Datasets, newest first. */
export function DatasetTable({ entries }: { entries: readonly DatasetEntry[] }) {
  return (
    <Table label="Datasets" columns={COLUMNS}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <th scope="row" className="max-w-96 min-w-40 break-words">
            <Link href={`/datasets/${entry.id}`} className="text-accent underline-offset-2 hover:underline">
              {entry.name}
            </Link>{' '}
            {entry.isSample && <Badge>Sample</Badge>}
            {entry.isChanged && <Badge>Imported with changes</Badge>}
          </th>
          <td className={NUMERIC_CELL}>{formatCount(entry.rowCount)}</td>
          <td className={NUMERIC_CELL}>{formatCount(entry.columnCount)}</td>
          <td className={NUMERIC_CELL}>{formatBytes(entry.sizeBytes)}</td>
          <td className={NUMERIC_CELL}>{entry.runCount === 0 ? 'none yet' : formatCount(entry.runCount)}</td>
          <td className="whitespace-nowrap">
            <Time iso={entry.createdAt} />
          </td>
          <td className="whitespace-nowrap">{adderWords(entry)}</td>
        </tr>
      ))}
    </Table>
  );
}
