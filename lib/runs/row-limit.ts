/** How many rows a run covers: all of them, or the first `limit`. */
export function rowsOf(rowCount: number, limit: number | undefined): number {
  return limit === undefined ? rowCount : Math.min(rowCount, limit);
}
