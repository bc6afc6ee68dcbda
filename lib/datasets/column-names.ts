import { z } from 'zod';
import { Column } from './schema.ts';

/** The names of a dataset's columns, in order, out of its stored JSON. */
export function columnNames(columns: unknown): string[] {
  return z
    .array(Column)
    .parse(columns)
    .map((column) => column.name);
}
