/** Longer cells and answers are cut in the grid; the row's drawer and the downloads have them whole. Counted in code points. */
export const MAX_SHOWN_CHARS = 400;

/** So many columns of the person's own travel at a time, because a sheet may have thousands. */
export const WINDOW_COLUMNS = 48;
export const MAX_WINDOW_ROWS = 200;

export const RESULT_SORTS = ['row', 'answer', 'cost', 'tokens'] as const;
/** Sorting looks at every row at once: with more rows than this, the grid keeps the order of the sheet. */
export const MAX_SORTED_ROWS = 2_000_000;
/** A list of rows is kept in the browser, four bytes a row. */
export const MAX_LISTED_ROWS = 2_000_000;
export const MAX_SEARCH_CHARS = 200;

/** What an address may say: the longest answer to look for, the last answer column, the last row. */
export const MAX_ANSWER_CHARS = 10_000;
export const MAX_COLUMN = 1000;
export const MAX_ROW_NUMBER = 999_999_999;
