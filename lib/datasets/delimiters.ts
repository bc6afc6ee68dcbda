/** What may stand between the cells of a file. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
