import type { ReactNode } from 'react';

export type SheetColumn = { key: string; label: string; hint?: string; isNew?: boolean };

type SheetProps = {
  label: string;
  columns: readonly SheetColumn[];
  rows: readonly { key: string; head: ReactNode; cells: readonly ReactNode[] }[];
};

/** A name this long gets room of its own: over a column of short values it would stand a word to a line. */
const LONG_LABEL = 40;

/** A spreadsheet to look at: the header stays in sight, and so does the row number; new columns are tinted. */
export function Sheet({ label, columns, rows }: SheetProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="fades-aside relative max-h-[70vh] overflow-auto rounded-lg border border-line bg-surface"
    >
      <table aria-label={label} className="w-full border-separate border-spacing-0 text-left text-sm">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-20 w-px border-b border-line bg-sunken px-3 py-2 align-top text-xs font-medium text-ink-muted"
            >
              Row
            </th>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={`sticky top-0 z-10 max-w-80 border-b border-line px-3 py-2 align-top text-xs font-medium break-words ${column.label.length > LONG_LABEL ? 'min-w-56' : ''} ${column.isNew ? 'bg-accent-soft text-ink' : 'bg-sunken text-ink-muted'}`}
              >
                {column.label}
                {column.hint && <span className="block font-normal text-ink-muted">{column.hint}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th
                scope="row"
                className="sticky left-0 z-10 border-b border-line bg-surface px-3 py-2 text-right align-top text-xs leading-5 font-normal text-ink-muted tabular-nums"
              >
                {row.head}
              </th>
              {row.cells.map((cell, index) => (
                <td
                  key={columns[index]?.key ?? index}
                  className={`border-b border-line px-3 py-2 align-top ${columns[index]?.isNew ? 'bg-accent-soft/40' : ''}`}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
