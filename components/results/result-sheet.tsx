import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { CellText } from '#components/ui/cell-text.tsx';
import { Sheet, type SheetColumn } from '#components/ui/sheet.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import type { ResultRow, ResultSheet } from '#lib/results/schema.ts';
import { itemStatusWord } from './item-words.ts';

/** Wider sheets are cut on screen, never in a download. */
const MAX_COLUMNS = 30;
/** With more columns than this, nobody would find the answers behind them. */
const MANY_COLUMNS = 8;

/** The person's own rows, then what the model answered, then how it went; the other way round on a wide sheet. */
export function ResultSheetTable({ sheet, rows }: { sheet: ResultSheet; rows: readonly ResultRow[] }) {
  const own = sheet.columnNames.slice(0, MAX_COLUMNS);
  const hidden = sheet.columnNames.length - own.length;
  const theirs = own.map((name) => ({ key: `own ${name}`, label: name }));
  const ours = [
    ...sheet.outputColumns.map((name) => ({ key: `new ${name}`, label: name, hint: 'New', isNew: true })),
    { key: 'state', label: 'State' },
  ];
  const inOrder = <T,>(cells: T[], answers: T[]) =>
    theirs.length > MANY_COLUMNS ? [...answers, ...cells] : [...cells, ...answers];
  return (
    <>
      <Sheet
        label="Results"
        columns={inOrder<SheetColumn>(theirs, ours)}
        rows={rows.map((row) => ({
          key: String(row.rowIndex),
          head: <RowLink runId={sheet.runId} rowIndex={row.rowIndex} />,
          cells: inOrder(
            own.map((name, place) => <ShownCell key={name} cell={row.values[place]} />),
            [
              ...sheet.outputColumns.map((name, place) => <Answer key={name} cell={row.outputs[place]} />),
              <RowState key="state" row={row} />,
            ],
          ),
        }))}
      />
      {hidden > 0 && (
        <p className="mt-2 text-ink-muted">
          {countOf(hidden, 'more column')} of your file not shown here; the downloads have every one.
        </p>
      )}
    </>
  );
}

type Cell = ResultRow['values'][number] | undefined;

function RowLink({ runId, rowIndex }: { runId: string; rowIndex: number }) {
  return (
    <Link
      href={`/runs/${runId}/results/${rowIndex + 1}`}
      aria-label={`Row ${rowIndex + 1} in full`}
      className="text-accent underline-offset-2 hover:underline"
    >
      {formatCount(rowIndex + 1)}
    </Link>
  );
}

function ShownCell({ cell }: { cell: Cell }) {
  return <CellText text={cell?.text ?? ''} isCut={cell?.isCut ?? false} />;
}

function Answer({ cell }: { cell: Cell }) {
  if (!cell) return <span className="text-ink-muted">–</span>;
  return <ShownCell cell={cell} />;
}

function RowState({ row }: { row: ResultRow }) {
  const { tone, word } = itemStatusWord(row.status);
  return (
    <div className="min-w-24">
      <Badge tone={tone}>{word}</Badge>
      {row.error && <p className="mt-1 max-w-72 min-w-48 break-words text-ink-muted">{row.error}</p>}
    </div>
  );
}
