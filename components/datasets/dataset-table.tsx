import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { formatBytes, formatCount } from '#lib/format.ts';
import { encodingWord } from './dataset-words.ts';

const COLUMNS = [
  { key: 'name', label: 'Name' },
  { key: 'rows', label: 'Rows', isNumeric: true },
  { key: 'columns', label: 'Columns', isNumeric: true },
  { key: 'size', label: 'Size', isNumeric: true },
  { key: 'encoding', label: 'Encoding' },
  { key: 'added', label: 'Added' },
];

/** Datasets, newest first. */
export function DatasetTable({ datasets }: { datasets: readonly Dataset[] }) {
  return (
    <Table label="Datasets" columns={COLUMNS}>
      {datasets.map((dataset) => (
        <tr key={dataset.id}>
          <th scope="row">
            <Link href={`/datasets/${dataset.id}`} className="text-accent underline-offset-2 hover:underline">
              {dataset.name}
            </Link>{' '}
            {dataset.isSample && <Badge>Sample</Badge>}
          </th>
          <td className={NUMERIC_CELL}>{formatCount(dataset.rowCount)}</td>
          <td className={NUMERIC_CELL}>{formatCount(dataset.columns.length)}</td>
          <td className={NUMERIC_CELL}>{formatBytes(dataset.sizeBytes)}</td>
          <td className="whitespace-nowrap">{encodingWord(dataset.encoding)}</td>
          <td>
            <Time iso={dataset.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
