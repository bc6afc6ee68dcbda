import type { MendedRow, Note } from '#lib/datasets/schema.ts';
import { formatCount } from '#lib/format.ts';

const CODE =
  'block w-fit max-w-full rounded bg-sunken px-1.5 py-0.5 font-mono text-xs break-all whitespace-pre-wrap text-ink';

/** What an import changes, or has changed: each kind, how often, and where first; rows whose cells may be misplaced in full. */
export function NoteList({ notes }: { notes: readonly Note[] }) {
  return (
    <ul className="mt-1 flex list-disc flex-col gap-1 pl-4">
      {notes.map((note) => (
        <li key={note.message}>
          {note.message}{' '}
          {note.count === 1
            ? `Once, on line ${formatCount(note.firstLine)}.`
            : `${formatCount(note.count)} times, first on line ${formatCount(note.firstLine)}.`}
          {note.rows && <MendedRows rows={note.rows} count={note.count} />}
        </li>
      ))}
    </ul>
  );
}

/** Line by line what stands in the file and what it becomes, so that a shifted cell is seen before it is asked about. */
function MendedRows({ rows, count }: { rows: readonly MendedRow[]; count: number }) {
  const more = count - rows.length;
  return (
    <ul
      aria-label="Rows concerned"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="mt-1 flex max-h-72 flex-col gap-2 overflow-y-auto"
    >
      {rows.map((row) => (
        <li key={row.line} className="flex flex-col gap-1">
          <span className="text-xs">
            Line {formatCount(row.line)}
            {row.rowIndex !== null && `, row ${formatCount(row.rowIndex + 1)}`}
          </span>
          <code className={CODE}>{row.text}</code>
          {row.cells.length > 0 && (
            <dl className="grid w-fit max-w-full grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-xs">
              {row.cells.map((cell) => (
                <div key={cell.column} className="contents">
                  <dt>{cell.column}</dt>
                  <dd className="font-mono break-words whitespace-pre-wrap">
                    {cell.text === '' ? '(empty)' : cell.text}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
      {more > 0 && <li className="text-xs">And {formatCount(more)} more.</li>}
    </ul>
  );
}
