import { countOf, formatCount } from '#lib/format.ts';

/** The only column a question has, and in how many rows it is empty. */
export type EmptyCells = { column: string; rows: number };

/** Rows that ask about nothing: known where the question has one column and all rows are sent, else null. */
export function emptyCellsOf(
  usedColumns: readonly string[],
  sheet: readonly { name: string; emptyCount: number }[],
): EmptyCells | null {
  const [only, ...more] = usedColumns;
  if (only === undefined || more.length > 0) return null;
  const rows = sheet.find((column) => column.name === only)?.emptyCount ?? 0;
  return rows > 0 ? { column: only, rows } : null;
}

/**
 * `47 of 301 rows have an empty comment. They are sent, and paid for, all the same.` Where rows that ask the same are sent once
 * (`isOnce`), so are these.
 */
export function emptyCellsSentence({ column, rows }: EmptyCells, rowCount: number, isOnce = false): string {
  if (isOnce && rows > 1) {
    const empty =
      rows === rowCount ? 'is empty in every row' : `is empty in ${formatCount(rows)} of ${formatCount(rowCount)} rows`;
    return `“${column}” ${empty}. They ask the same, and are sent, and paid for, once.`;
  }
  const are = rows === 1 ? 'row has' : 'rows have';
  const they = rows === 1 ? 'It is' : 'They are';
  return rows === rowCount
    ? `“${column}” is empty in every row. ${countOf(rows, 'row')} would be sent all the same.`
    : `${formatCount(rows)} of ${formatCount(rowCount)} ${are} an empty “${column}”. ${they} sent, and paid for, all the same.`;
}
