import type { ResultsQuery } from './schema.ts';

/** Whether a query shows every row in the order of the sheet: then no list is needed. */
export function isPlain(query: ResultsQuery): boolean {
  const isNarrowed = query.status !== undefined || query.cause !== undefined || query.answer !== undefined;
  return !isNarrowed && query.q === '' && isInSheetOrder(query);
}

/** Whether rows come as they stand in the sheet. */
export function isInSheetOrder(query: Pick<ResultsQuery, 'sort' | 'desc'>): boolean {
  return query.sort === 'row' && !query.desc;
}
