import { type RESULT_SORTS, ResultsQuery, RowNumber } from '#lib/results/schema.ts';

/** What the results page shows, as its address says it. `row` is the open row, counted from 1. */
export type ResultsView = ResultsQuery & { row: number | null };

const PLAIN: ResultsQuery = ResultsQuery.parse({});

/** An address that says nothing one could show is taken for the plain one. */
export function parseView(params: URLSearchParams): ResultsView {
  const query = ResultsQuery.safeParse(Object.fromEntries(params));
  const row = RowNumber.safeParse(params.get('row'));
  return { ...(query.success ? query.data : PLAIN), row: row.success ? row.data : null };
}

export function viewAddress(runId: string, view: ResultsView): string {
  const query = new URLSearchParams(queryText(view));
  if (view.row !== null) query.set('row', String(view.row));
  const text = query.toString();
  return `/runs/${runId}/results${text && `?${text}`}`;
}

/** Which rows and in which order, without the open one; what is as usual is left out. Two views with the same text show the same rows. */
export function queryText(view: ResultsQuery): string {
  const query = new URLSearchParams();
  if (view.status) query.set('status', view.status);
  if (view.answer !== undefined) query.set('answer', view.answer);
  if (view.column !== 0 && (view.answer !== undefined || view.sort === 'answer')) query.set('column', `${view.column}`);
  if (view.q !== '') query.set('q', view.q);
  if (view.sort !== 'row') query.set('sort', view.sort);
  if (view.desc) query.set('desc', '1');
  return query.toString();
}

type Sorted = Pick<ResultsQuery, 'sort' | 'column' | 'desc'>;

/** What pressing a column's name does: sorted by it, then the other way round, then as the sheet is. */
export function nextSort(view: ResultsQuery, by: (typeof RESULT_SORTS)[number], column: number): Sorted {
  const isSame = view.sort === by && (by !== 'answer' || view.column === column);
  if (!isSame) return { sort: by, column: by === 'answer' ? column : view.column, desc: false };
  if (!view.desc) return { sort: by, column: view.column, desc: true };
  return { sort: 'row', column: view.answer === undefined ? 0 : view.column, desc: false };
}
