import 'server-only';
import { type SavingsStatement, STATEMENT_FORMULA, StatementLine } from '#lib/pricing/savings-statement.ts';
import { csvName, csvQuoted } from '#lib/reports/csv-cell.ts';

const COLUMNS = Object.keys(StatementLine.shape) as (keyof StatementLine)[];

/** Words of people and providers; all else is numbers, ids and words of ours. */
const NAMES: readonly (keyof StatementLine)[] = ['name', 'connection', 'model', 'priceSource'];

/** What is not there, rather than not known. */
const ABSENT: readonly (keyof StatementLine)[] = ['overInputTokens'];

const LINES_A_PIECE = 1_000;

/** The statement as a CSV file: its lines with all they are worked out from, and the formula in words at the end of each. */
export async function* exportStatement({ data }: SavingsStatement): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\uFEFF${[...COLUMNS, 'formula'].join(',')}\n`);
  for (let at = 0; at < data.length; at += LINES_A_PIECE)
    yield Buffer.from(
      data
        .slice(at, at + LINES_A_PIECE)
        .map(lineOf)
        .join(''),
    );
}

function lineOf(line: StatementLine): string {
  const cells = COLUMNS.map((column) => {
    const value = line[column];
    if (value === null) return ABSENT.includes(column) ? '' : 'unknown';
    return NAMES.includes(column) ? csvName(String(value)) : csvQuoted(String(value));
  });
  return `${[...cells, csvQuoted(STATEMENT_FORMULA)].join(',')}\n`;
}
