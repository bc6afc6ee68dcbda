import { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { FAILURE_CAUSES } from '#lib/providers/failure-causes.ts';
import { MAX_ANSWER_CHARS, MAX_COLUMN, MAX_ROW_NUMBER, MAX_SEARCH_CHARS, RESULT_SORTS } from '#lib/results/limits.ts';
import type { ResultsQuery } from '#lib/results/schema.ts';

/** What the results page shows, as its address says it. `row` is the open row, counted from 1. */
export type ResultsView = ResultsQuery & { row: number | null };

const PLAIN: ResultsQuery = { column: 0, q: '', sort: 'row', desc: false };

/** An address that says nothing one could show is taken for the plain one. */
export function parseView(params: URLSearchParams): ResultsView {
  const row = wholeNumber(params.get('row') ?? '0', 1, MAX_ROW_NUMBER);
  return { ...(parseQuery(params) ?? PLAIN), row };
}

/** What the schema ResultsQuery makes of an address, without its code: the page is here before that is. */
function parseQuery(params: URLSearchParams): ResultsQuery | null {
  const statusText = params.get('status');
  const status = Object.values(ItemStatus).find((one) => one === statusText);
  const sort = RESULT_SORTS.find((one) => one === (params.get('sort') ?? 'row'));
  const column = wholeNumber(params.get('column') ?? '0', 0, MAX_COLUMN);
  const causeText = params.get('cause');
  const cause = FAILURE_CAUSES.find((one) => one === causeText);
  const answer = params.get('answer') ?? undefined;
  const q = params.get('q') ?? '';
  const desc = params.get('desc') ?? '0';
  const isTooLong = q.length > MAX_SEARCH_CHARS || (answer?.length ?? 0) > MAX_ANSWER_CHARS;
  if ((statusText !== null && !status) || (causeText !== null && !cause)) return null;
  if (!sort || column === null || isTooLong || !/^[01]$/.test(desc)) return null;
  const narrowed = { ...(status && { status }), ...(cause && { cause }), ...(answer !== undefined && { answer }) };
  return { ...narrowed, column, q, sort, desc: desc === '1' };
}

function wholeNumber(text: string, min: number, max: number): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number >= min && number <= max ? number : null;
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
  if (view.cause) query.set('cause', view.cause);
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
