import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { countOf, floorPercent, formatCount } from '#lib/format.ts';
import type { AnswerFacet, ResultSheet } from '#lib/results/schema.ts';
import { resultCalls } from './result-calls.ts';
import type { ResultsView } from './results-view.ts';
import type { GoTo } from './use-results-view.ts';

type AnswerFacetsProps = { sheet: ResultSheet; answered: number; view: ResultsView; go: GoTo };

/** Counting goes through every answer: a run that is going is counted again at most so often. */
const FRESH_MS = 5000;
/** So many stand in sight, the others in a list. */
const IN_SIGHT = 6;

/** How often each answer was given; pressing one shows its rows, pressing it again all. */
export function AnswerFacets({ sheet, answered, view, go }: AnswerFacetsProps) {
  const { data } = useQuery({
    queryKey: ['runs', sheet.runId, 'answers', answered],
    queryFn: async ({ signal }) => (await resultCalls()).fetchFacets(sheet.runId, signal),
    placeholderData: keepPreviousData,
    enabled: sheet.facetColumns.length > 0 && answered > 0,
    staleTime: FRESH_MS,
  });
  if (sheet.facetColumns.length === 0) return null;
  return (
    // The place is kept from the start, so that nothing moves when the counts come.
    <div className="flex min-h-8 flex-col gap-2">
      {data?.map((facet) => (
        <Facet key={facet.column} name={sheet.outputColumns[facet.column] ?? ''} {...{ facet, answered, view, go }} />
      ))}
    </div>
  );
}

/** `148 · 49 %`, rounded down. */
function shareWords(count: number, answered: number): string {
  const percent = floorPercent(Math.min(count, answered), answered);
  return percent === null ? formatCount(count) : `${formatCount(count)} · ${percent} %`;
}

type FacetProps = { name: string; facet: AnswerFacet; answered: number; view: ResultsView; go: GoTo };

function Facet({ name, facet, answered, view, go }: FacetProps) {
  const { column, values, hasMore } = facet;
  if (values.length === 0) return null;
  const chosen = view.answer !== undefined && view.column === column ? view.answer : null;
  const choose = (value: string | null) => {
    if (value === null) go({ answer: undefined, column: view.sort === 'answer' ? view.column : 0, row: null });
    else go({ answer: value, column, status: undefined, cause: undefined, row: null });
  };
  const rest = values.slice(IN_SIGHT);
  return (
    <fieldset className="-m-1 flex min-w-0 items-center gap-1.5 p-1 max-sm:overflow-x-auto sm:flex-wrap">
      <legend className="float-left mr-1 flex max-w-80 shrink-0 gap-1 text-xs text-ink-muted">
        <span className="truncate">{name}</span>
        <span className="whitespace-nowrap tabular-nums">of {countOf(answered, 'answered row')}</span>
      </legend>
      {values.slice(0, IN_SIGHT).map(({ value, count }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen === value}
          onClick={() => choose(chosen === value ? null : value)}
          className="inline-flex min-h-8 max-w-60 shrink-0 items-center gap-1.5 rounded-full border border-line-strong bg-surface px-3 text-xs hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft"
        >
          <span className="truncate">{value === '' ? 'empty' : value}</span>
          <span className="text-ink-muted tabular-nums">{shareWords(count, answered)}</span>
        </button>
      ))}
      {rest.length > 0 && (
        <select
          aria-label={`More answers of ${name}`}
          value={rest.some(({ value }) => value === chosen) ? (chosen ?? '') : ''}
          onChange={(event) => choose(event.target.value === '' ? null : event.target.value)}
          className="min-h-8 max-w-60 shrink-0 rounded-full border border-line-strong bg-surface px-2 text-xs text-ink"
        >
          <option value="">{hasMore ? 'More …' : `${formatCount(rest.length)} more …`}</option>
          {rest.map(({ value, count }) => (
            <option key={value} value={value}>
              {value} ({shareWords(count, answered)})
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}
