import { LinkButton } from '#components/ui/link-button.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import { nextView, PAGE_SIZES, previousView, type ResultsView, resultsAddress } from './results-address.ts';

type PageLinksProps = {
  runId: string;
  view: ResultsView;
  nextAfter: string | null;
  /** The rows on this page, in order. */
  rows: readonly { rowIndex: number }[];
};

/** The way on and back; both are addresses that can be shared. */
export function PageLinks({ runId, view, nextAfter, rows }: PageLinksProps) {
  const previous = previousView(view);
  const otherSize = PAGE_SIZES.find((size) => size !== view.limit) ?? PAGE_SIZES[0];
  const fitsOne = !previous && nextAfter === null && rows.length <= PAGE_SIZES[0];
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center gap-2">
      <span className="mr-2 text-ink-muted tabular-nums">{rangeOf(rows)}</span>
      {previous && (
        <>
          <LinkButton href={resultsAddress(runId, { ...view, after: undefined, trail: [] })}>First page</LinkButton>
          <LinkButton href={resultsAddress(runId, previous)}>Previous page</LinkButton>
        </>
      )}
      {nextAfter !== null && (
        <LinkButton href={resultsAddress(runId, nextView(view, Number(nextAfter)))}>Next page</LinkButton>
      )}
      {!fitsOne && (
        <LinkButton
          kind="quiet"
          href={resultsAddress(runId, { ...view, after: undefined, trail: [], limit: otherSize })}
        >
          Show {otherSize} rows a page
        </LinkButton>
      )}
    </nav>
  );
}

/** `Rows 51 to 100`, or `50 rows, from row 54 to row 230` when rows of another state lie between them. */
function rangeOf(rows: PageLinksProps['rows']): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return '';
  const [from, to] = [formatCount(first.rowIndex + 1), formatCount(last.rowIndex + 1)];
  if (rows.length === 1) return `Row ${from}`;
  const isGapless = last.rowIndex - first.rowIndex === rows.length - 1;
  return isGapless ? `Rows ${from} to ${to}` : `${countOf(rows.length, 'row')}, from row ${from} to row ${to}`;
}
