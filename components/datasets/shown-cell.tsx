import { CellText } from '#components/ui/cell-text.tsx';
import type { ShownText } from '#lib/datasets/shown-text.ts';
import { formatCount } from '#lib/format.ts';

/** A cell as it is, or the beginning of one that no table could hold. */
export function ShownCell({ cell }: { cell: ShownText }) {
  if (typeof cell === 'string') return <CellText text={cell} />;
  return (
    <details className="group max-w-96 min-w-64">
      <summary className="cursor-pointer list-none">
        <span className="line-clamp-3 break-words whitespace-pre-wrap group-open:line-clamp-none">{cell.text}</span>
        <span className="text-xs text-accent underline group-open:hidden">Show more</span>
        <span className="hidden text-xs text-accent underline group-open:inline">Show less</span>
      </summary>
      <span className="text-xs text-ink-muted">
        This is the beginning of {formatCount(cell.length)} characters. All of them are kept.
      </span>
    </details>
  );
}
