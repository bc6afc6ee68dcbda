import 'server-only';
import { type Cells, readCells } from './read-cells.ts';

const FIRST_PAGE_ROWS = 32;
const MAX_PAGE_ROWS = 2_000;
const PAGE_CHARS = 8 * 1024 * 1024;

/**
 * The cells at `places` of these rows, which ascend, a page at a time: memory holds two pages, whatever the number of rows. Only
 * the cells that were asked for are read. The next page is read meanwhile. Pages begin small and grow while their rows are
 * short, so that rows of megabytes do not come by the thousand.
 */
export async function* cellPages(
  datasetId: string,
  rowIndexes: ArrayLike<number>,
  places: readonly number[],
): AsyncGenerator<Cells[]> {
  const readPage = (start: number, rows: number) => {
    const page = readCells(datasetId, sliceOf(rowIndexes, start, start + rows), places);
    // Whoever stops early leaves a page nobody waits for; whoever does wait still hears of its error.
    page.catch(() => undefined);
    return page;
  };
  let pageRows = FIRST_PAGE_ROWS;
  let page = readPage(0, pageRows);
  for (let start = 0; start < rowIndexes.length; ) {
    const rows = await page;
    start += pageRows;
    pageRows = nextPageRows(pageRows, rows);
    page = readPage(start, pageRows);
    yield rows;
  }
}

function sliceOf(rowIndexes: ArrayLike<number>, start: number, end: number): number[] {
  return Array.prototype.slice.call(rowIndexes, start, end);
}

function nextPageRows(pageRows: number, rows: readonly Cells[]): number {
  let chars = 0;
  for (const [, ...cells] of rows) for (const cell of cells) chars += cell?.length ?? 0;
  const rowChars = Math.max(1, chars / Math.max(1, rows.length));
  return Math.max(1, Math.min(MAX_PAGE_ROWS, pageRows * 4, Math.floor(PAGE_CHARS / rowChars)));
}
