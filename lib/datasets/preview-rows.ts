/** So many rows of a file are shown before it is sent. */
export const PREVIEW_ROWS = 100;
