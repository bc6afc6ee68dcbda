import { LinkButton } from '#components/ui/link-button.tsx';
import { nextView, PAGE_SIZES, previousView, type ResultsView, resultsAddress } from './results-address.ts';

type PageLinksProps = { runId: string; view: ResultsView; nextAfter: string | null };

/** The way on and back; both are addresses that can be shared. */
export function PageLinks({ runId, view, nextAfter }: PageLinksProps) {
  const previous = previousView(view);
  const otherSize = PAGE_SIZES.find((size) => size !== view.limit) ?? PAGE_SIZES[0];
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap gap-2">
      {previous && (
        <>
          <LinkButton href={resultsAddress(runId, { ...view, after: undefined, trail: [] })}>First page</LinkButton>
          <LinkButton href={resultsAddress(runId, previous)}>Previous page</LinkButton>
        </>
      )}
      {nextAfter !== null && (
        <LinkButton href={resultsAddress(runId, nextView(view, Number(nextAfter)))}>Next page</LinkButton>
      )}
      <LinkButton kind="quiet" href={resultsAddress(runId, { ...view, after: undefined, trail: [], limit: otherSize })}>
        Show {otherSize} rows a page
      </LinkButton>
    </nav>
  );
}
