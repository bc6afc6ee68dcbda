import type { ReactNode } from 'react';

/** `isWide`: left out below 640 px, where its cells take WIDE_CELL and another cell says the same. */
type TableColumn = { key: string; label: string; isNumeric?: boolean; isWide?: boolean };

type TableProps = { label: string; columns: readonly TableColumn[]; children: ReactNode };

const CELLS =
  '[&_td]:border-t [&_td]:border-line [&_td]:px-3 [&_td]:py-2 [&_td]:align-top [&_th[scope=row]]:border-t [&_th[scope=row]]:border-line [&_th[scope=row]]:px-3 [&_th[scope=row]]:py-2 [&_th[scope=row]]:text-left [&_th[scope=row]]:align-top [&_th[scope=row]]:font-medium [&_th[scope=row]]:wrap-anywhere';

/** Paper does not scroll: there everything is smaller and closer. */
const ON_PAPER =
  'print:text-[0.625rem] print:[&_tr]:text-[0.625rem] print:[&_span]:text-[0.625rem] print:[&_td]:px-1.5 print:[&_td]:py-1 print:[&_th]:px-1.5 print:[&_th]:whitespace-normal print:[&_th[scope=row]]:min-w-0 print:[&_th[scope=row]]:px-1.5 print:[&_th[scope=row]]:py-1';

/**
 * A table that scrolls sideways inside its own frame, reachable by keyboard. Its children are `<tr>` with
 * `<th scope="row">` and `<td>`; a numeric cell takes NUMERIC_CELL. A name breaks anywhere before it pushes the
 * other cells out of sight, so its cell says how narrow it may become.
 */
export function Table({ label, columns, children }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="fades-aside relative overflow-x-auto rounded-lg print:overflow-visible border border-line bg-surface"
    >
      <table aria-label={label} className={`w-full border-collapse text-left text-sm ${CELLS} ${ON_PAPER}`}>
        <thead className="bg-sunken text-xs text-ink-muted print:text-[0.625rem]">
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={`px-3 py-2 font-medium whitespace-nowrap ${column.isNumeric ? 'text-right' : ''} ${column.isWide ? WIDE_CELL : ''}`}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** For `<td className={NUMERIC_CELL}>`. */
export const NUMERIC_CELL = 'text-right whitespace-nowrap tabular-nums';

/** For the cells of a column that `isWide`. */
export const WIDE_CELL = 'max-sm:hidden';
