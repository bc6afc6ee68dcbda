import type { ResultsQuery } from './schema.ts';

/** Whether a query shows every row in the order of the sheet: then no list is needed. */
export function isPlain(query: ResultsQuery): boolean {
  return query.status === undefined && query.answer === undefined && query.q === '' && isInSheetOrder(query);
}

/** Whether rows come as they stand in the sheet. */
export function isInSheetOrder(query: Pick<ResultsQuery, 'sort' | 'desc'>): boolean {
  return query.sort === 'row' && !query.desc;
}
