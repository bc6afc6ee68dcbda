import { scanPrompt } from './scan.ts';

export type Hole = { start: number; end: number; column: string | null };

/** Where the holes of a text stand, for coloring them; `column` is null for one that names no column. */
export function findHoles(text: string, columns: readonly string[]): Hole[] {
  return scanPrompt(text, columns).flatMap((segment): Hole[] => {
    const { start, end } = segment;
    if (segment.kind === 'hole') return [{ start, end, column: columns[segment.columnIndex] ?? null }];
    return segment.kind === 'unknown' ? [{ start, end, column: null }] : [];
  });
}

/** The text a column chip inserts. */
export function holeFor(column: string): string {
  return `{{${column}}}`;
}
