/**
 * Characters that make a spreadsheet take a cell for a formula: = + - @, their full-width twins, and the tab, line feed
 * and carriage return that some programs skip before looking for one. As code points; the export's SQL uses the same list.
 */
export const FORMULA_STARTS: readonly number[] = [
  0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0a, 0x0d, 0xff1d, 0xff0b, 0xff0d, 0xff20,
];

/** A negative number is data, not a formula. Written so that JavaScript and PostgreSQL read it alike. */
export const PLAIN_NEGATIVE = '^-[0-9][0-9.,]*$';

const plainNegative = new RegExp(PLAIN_NEGATIVE);

/** The cell as a spreadsheet may safely open it: an apostrophe in front of whatever would run as a formula. */
export function guardCell(cell: string): string {
  const start = cell.codePointAt(0);
  if (start === undefined || !FORMULA_STARTS.includes(start) || plainNegative.test(cell)) return cell;
  return `'${cell}`;
}
