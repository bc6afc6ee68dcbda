/** What rows were answered, by row; null where a row has no usable answer. */
export type AnswersByRow = ReadonlyMap<number, readonly string[] | null>;

export type Comparison = {
  /** Rows that both sides answered, and how many of them alike. */
  compared: number;
  agreeing: number;
  /** Rows that were answered differently, or on one side only, in row order. */
  differing: { rowIndex: number; first: readonly string[] | null; second: readonly string[] | null }[];
};

/** Compares two sets of answers to the same rows, such as asked one by one and asked together. */
export function compareAnswers(first: AnswersByRow, second: AnswersByRow): Comparison {
  const rows = [...new Set([...first.keys(), ...second.keys()])].toSorted((a, b) => a - b);
  const result: Comparison = { compared: 0, agreeing: 0, differing: [] };
  for (const rowIndex of rows) {
    const [one, other] = [first.get(rowIndex) ?? null, second.get(rowIndex) ?? null];
    if (one && other) result.compared += 1;
    if (one && other && isSame(one, other)) result.agreeing += 1;
    else if (one || other) result.differing.push({ rowIndex, first: one, second: other });
  }
  return result;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
