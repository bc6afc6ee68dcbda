/** What every download says about a row besides its cells and its answer, in this order, after them. */
export const ABOUT_COLUMNS = [
  '_row',
  '_status',
  '_error',
  '_attempts',
  '_model',
  '_input_tokens',
  '_output_tokens',
  '_cost_usd',
] as const;
export type AboutColumn = (typeof ABOUT_COLUMNS)[number];

/**
 * The names our own columns get in a download: theirs, or with `_2`, `_3` … where the sheet has such a column itself,
 * because the person's columns keep their names.
 */
export function aboutColumnNames(taken: readonly string[]): Record<AboutColumn, string> {
  return {
    _row: freeName('_row', taken),
    _status: freeName('_status', taken),
    _error: freeName('_error', taken),
    _attempts: freeName('_attempts', taken),
    _model: freeName('_model', taken),
    _input_tokens: freeName('_input_tokens', taken),
    _output_tokens: freeName('_output_tokens', taken),
    _cost_usd: freeName('_cost_usd', taken),
  };
}

/** The columns of a download: the answers' names, and what is told of each row, ours under the names they get there. */
export type ShownColumns = { answers: string[]; about: { column: AboutColumn; name: string }[] };

type Sheet = {
  columnNames: readonly string[];
  outputColumns: readonly string[];
  simulated: boolean;
  hasFailed: boolean;
};

/**
 * What a download has beside the person's own columns. The sheet for people (`own`) is passed on without a word, so its
 * answers say themselves that they are simulated.
 */
export function shownColumns(sheet: Sheet, columns: 'all' | 'own' = 'all'): ShownColumns {
  const isOwn = columns === 'own';
  const answers = sheet.outputColumns.map((name) => (isOwn && sheet.simulated ? `${name} (simulated)` : name));
  const ours = aboutColumnNames([...sheet.columnNames, ...answers]);
  const shown = ABOUT_COLUMNS.filter((column) => !isOwn || (column === '_error' && sheet.hasFailed));
  return { answers, about: shown.map((column) => ({ column, name: ours[column] })) };
}

function freeName(name: AboutColumn, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}
