export const MAX_REQUESTS_PER_BATCH = 50_000;
export const MAX_BATCH_BYTES = 100 * 1024 * 1024;
/** More rows in one request save little more, and models lose count. */
export const MAX_ROWS_PER_REQUEST = 50;
export const MAX_ATTEMPTS = 10;
export const DEFAULT_ATTEMPTS = 3;

/** So many requests at most are asked for one by one to finish a run. */
export const MAX_NOW_ROWS = 10_000;

/** A try is a glance: so many rows at most. */
export const MAX_TRY_ROWS = 20;
