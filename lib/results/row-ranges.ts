/** `[0, 1, 2, 7]` as `0-2,7`: how a window's rows are named in an address. */
export function formatRowRanges(rows: readonly number[]): string {
  const parts: string[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start;
    while (end + 1 < rows.length && rows[end + 1] === (rows[end] ?? 0) + 1) end += 1;
    parts.push(start === end ? `${rows[start]}` : `${rows[start]}-${rows[end]}`);
    start = end + 1;
  }
  return parts.join(',');
}

/** The other way round; null when it names more than `most` rows. The text holds only digits, dashes and commas. */
export function parseRowRanges(text: string, most: number): number[] | null {
  const rows: number[] = [];
  for (const part of text.split(',')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    if (last - first >= most - rows.length) return null;
    for (let row = first; row <= last; row++) rows.push(row);
  }
  return rows;
}
