/** No report begins earlier: nothing was spent before, and PostgreSQL knows no year 0. */
export const FIRST_DAY = '1970-01-01';
