import { countOf } from '#lib/format.ts';

/** That so many rows of a run are not sent, because another row asks the same. */
export function sameRowsSentence(sameRows: number): string {
  return sameRows === 1
    ? '1 row asks the same as another one: both are sent once.'
    : `${countOf(sameRows, 'row')} ask the same as another one: each request is sent once.`;
}

/** That so many rows of a run have an answer that was paid for before. */
export function reusedRowsSentence(reusedRows: number): string {
  return reusedRows === 1
    ? '1 row was answered before: it has the answer of an earlier run.'
    : `${countOf(reusedRows, 'row')} were answered before: they have the answers of earlier runs.`;
}
