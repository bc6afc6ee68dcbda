import type { MouseEvent } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import type { GridContent } from '#components/ui/grid/grid-row.tsx';
import { formatCount, formatUsd } from '#lib/format.ts';
import type { ShownCell } from '#lib/results/schema.ts';
import { itemStatusWord } from './item-words.ts';
import type { ColumnKind } from './result-columns.ts';
import { cellOf, type KnownRow } from './row-windows.ts';

/** What stands in one cell of the grid; undefined while it is on its way. The person's cells and the answers are text, nothing else. */
export function resultContent(row: KnownRow, { kind, place }: ColumnKind, lines: number): GridContent {
  if (kind === 'own') {
    const cell = cellOf(row, place);
    return cell === undefined ? undefined : textOf(cell);
  }
  const { about } = row;
  if (about === null) return undefined;
  if (kind === 'answer') return about.outputs[place] === undefined ? NO_ANSWER : textOf(about.outputs[place]);
  if (kind === 'state') return <State row={row} lines={lines} />;
  if (kind === 'tokens') return about.tokens === 0 ? '' : formatCount(about.tokens);
  return about.costUsd === null ? '' : formatUsd(about.costUsd);
}

const NO_ANSWER = <span className="text-ink-muted">–</span>;

function textOf(cell: ShownCell): string {
  return typeof cell === 'string' ? cell : `${cell.cut}…`;
}

function State({ row: { about }, lines }: { row: KnownRow; lines: number }) {
  if (!about) return null;
  const { tone, word } = itemStatusWord(about.status);
  return (
    <span className="flex items-baseline gap-2">
      <Badge tone={tone}>{word}</Badge>
      {about.error && (
        <span className={`text-xs text-ink-muted ${lines === 1 ? 'truncate' : 'break-words'}`} title={about.error}>
          {about.error}
        </span>
      )}
    </span>
  );
}

type RowLinkProps = { rowIndex: number; href: string; onOpen: (rowIndex: number) => void };

/** The row's number, which opens it; a real address, so that it can be opened beside or sent to somebody. */
export function RowLink({ rowIndex, href, onOpen }: RowLinkProps) {
  function onClick(event: MouseEvent) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(rowIndex);
  }
  return (
    <a
      href={href}
      tabIndex={-1}
      onClick={onClick}
      aria-label={`Open row ${formatCount(rowIndex + 1)}`}
      className="text-accent underline-offset-2 hover:underline"
    >
      {formatCount(rowIndex + 1)}
    </a>
  );
}
