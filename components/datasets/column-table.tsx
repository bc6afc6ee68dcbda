import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { floorPercent, formatCount } from '#lib/format.ts';
import { columnTypeWord } from './dataset-words.ts';

const COLUMNS = [
  { key: 'name', label: 'Column' },
  { key: 'type', label: 'Looks like' },
  { key: 'empty', label: 'Empty cells', isNumeric: true },
  { key: 'examples', label: 'Examples' },
];

type ColumnTableProps = {
  columns: Dataset['columns'];
  /** A few values of each of them. */
  examples: readonly (readonly string[])[];
  rowCount: number;
};

/** Columns with what they seem to hold. */
export function ColumnTable({ columns, examples, rowCount }: ColumnTableProps) {
  return (
    <Table label="Columns of the file" columns={COLUMNS}>
      {columns.map((column, place) => (
        <tr key={column.name}>
          <th scope="row" className="max-w-80 min-w-32 font-mono">
            {column.name}
          </th>
          <td className="whitespace-nowrap">{columnTypeWord(column.type)}</td>
          <td className={NUMERIC_CELL}>
            {formatCount(column.emptyCount)}
            {column.emptyCount > 0 && ` (${floorPercent(column.emptyCount, rowCount)} %)`}
          </td>
          <td className="min-w-56">
            <Examples values={examples[place] ?? []} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Examples({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span className="text-ink-muted">none in the first rows</span>;
  return (
    <ul className="flex flex-wrap gap-1">
      {values.map((value) => (
        <li key={value} className="max-w-full rounded bg-sunken px-1.5 py-0.5 font-mono text-xs break-words">
          {value}
        </li>
      ))}
    </ul>
  );
}
