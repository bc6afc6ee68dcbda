import { CsvScanner } from './csv-scanner.ts';
import { DELIMITERS } from './delimiters.ts';

const SAMPLE_RECORDS = 100;
const SAMPLE_LENGTH = 128 * 1024;
const LONGEST_NAME = 200;

export type DetectedCsv = {
  delimiter: string;
  /** False when the first line looks like a row, not like names. Shown to the person, never acted on by itself. */
  headerLikely: boolean;
  /** How much of the text is a `sep=;` line, which Excel writes and which is no part of the data. */
  skipLength: number;
};

/** Looks at the first text of a file. `isWhole` says that nothing follows it. */
export function detectCsv(head: string, isWhole: boolean, delimiter?: string): DetectedCsv {
  const sep = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r(?!$))/i.exec(head);
  const skipLength = sep?.[0].length ?? 0;
  const text = head.slice(skipLength);
  const found = delimiter ?? sep?.[1] ?? detectDelimiter(text, isWhole);
  return { delimiter: found, headerLikely: looksLikeHeader(sampleRecords(text, isWhole, found).records), skipLength };
}

/**
 * The delimiter under which most records have as many cells as the first one, read with the real rules of quotes; of
 * two that fit equally, the one that makes more columns. A comma when none divides the first line.
 */
function detectDelimiter(text: string, isWhole: boolean): string {
  let best = { delimiter: ',', score: 0, width: 1 };
  for (const delimiter of DELIMITERS) {
    const { records, isBroken } = sampleRecords(text, isWhole, delimiter);
    const width = records[0]?.length ?? 1;
    if (width < 2) continue;
    const fitting = records.filter((record) => record.length === width).length;
    const score = fitting / (records.length + (isBroken ? 1 : 0));
    if (score > best.score || (score === best.score && width > best.width)) best = { delimiter, score, width };
  }
  return best.delimiter;
}

/** The first complete records. `isBroken` when quotes break the rules under this delimiter. */
export function sampleRecords(
  text: string,
  isWhole: boolean,
  delimiter: string,
): { records: string[][]; isBroken: boolean } {
  const records: string[][] = [];
  let isBroken = false;
  const scanner: CsvScanner = new CsvScanner(
    { delimiter, lenient: false },
    {
      record: (cells) => {
        records.push(cells);
        if (records.length === SAMPLE_RECORDS) scanner.stop();
      },
      blank: () => undefined,
      problem: () => {
        isBroken = true;
      },
    },
  );
  const isCut = text.length > SAMPLE_LENGTH;
  scanner.push(isCut ? text.slice(0, SAMPLE_LENGTH) : text);
  // One record longer than the sample is read to where it ends.
  if (isCut && records.length === 0 && !isBroken) scanner.push(text.slice(SAMPLE_LENGTH));
  if (isWhole && !isCut) scanner.end();
  return { records, isBroken };
}

function looksLikeHeader(records: readonly string[][]): boolean {
  const [first, ...rows] = records;
  if (!first) return true;
  if (first.some((name) => name.length > LONGEST_NAME)) return false;
  if (first.every((name) => name.trim() === '' || isValue(name))) return false;
  // A number or date over a column of numbers or dates is a value, not a name.
  return !first.some(
    (name, index) => isValue(name) && rows.length > 0 && rows.every((row) => isValue(row[index] ?? '')),
  );
}

function isValue(cell: string): boolean {
  return /^\s*[+-]?\d[\d.,:/\-T Z]*%?\s*$/.test(cell);
}
