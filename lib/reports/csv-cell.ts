import { guardCell } from '#lib/spreadsheet-guard.ts';

/** A name that people gave, in a file: it runs as no formula and stays on its line. */
export function csvName(text: string): string {
  return csvQuoted(guardCell(text.replace(/\s+/g, ' ')));
}

export function csvQuoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
