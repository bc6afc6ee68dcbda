import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import type { Dataset } from '#lib/datasets/schema.ts';
import { floorPercent, formatCount } from '#lib/format.ts';
import { columnTypeWord } from './dataset-words.ts';

const COLUMNS = [
  { key: 'name', label: 'Column' },
  { key: 'type', label: 'Looks like' },
  { key: 'empty', label: 'Empty cells', isNumeric: true },
];

const MAX_SHOWN = 200;

/** Every column with what it seems to hold. */
export function ColumnTable({ columns, rowCount }: { columns: Dataset['columns']; rowCount: number }) {
  const shown = columns.slice(0, MAX_SHOWN);
  return (
    <>
      <Table label="Columns of the file" columns={COLUMNS}>
        {shown.map((column) => (
          <tr key={column.name}>
            <th scope="row" className="font-mono break-words">
              {column.name}
            </th>
            <td>{columnTypeWord(column.type)}</td>
            <td className={NUMERIC_CELL}>
              {formatCount(column.emptyCount)}
              {column.emptyCount > 0 && ` (${floorPercent(column.emptyCount, rowCount)} %)`}
            </td>
          </tr>
        ))}
      </Table>
      {columns.length > shown.length && (
        <p className="mt-2 text-ink-muted">
          The first {MAX_SHOWN} of {formatCount(columns.length)} columns are listed; all of them are kept.
        </p>
      )}
    </>
  );
}
