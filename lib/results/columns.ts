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

function freeName(name: AboutColumn, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}
