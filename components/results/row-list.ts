/** The rows a view shows: which row (`rowIndex`) stands at which place of the grid. */
export type RowList = {
  count: number;
  rowAt(place: number): number;
  /** −1 when the row is not shown. */
  placeOf(rowIndex: number): number;
};

/** Every row, in the order of the sheet. */
export function wholeList(count: number): RowList {
  return {
    count,
    rowAt: (place) => place,
    placeOf: (rowIndex) => (rowIndex >= 0 && rowIndex < count ? rowIndex : -1),
  };
}

/** Rows as they were found, piece by piece. */
export function foundList(pieces: readonly Int32Array[]): RowList {
  const starts: number[] = [];
  let count = 0;
  for (const piece of pieces) {
    starts.push(count);
    count += piece.length;
  }
  return {
    count,
    rowAt: (place) => {
      const at = starts.findLastIndex((start) => start <= place);
      return pieces[at]?.[place - (starts[at] ?? 0)] ?? -1;
    },
    placeOf: (rowIndex) => {
      for (const [at, piece] of pieces.entries()) {
        const place = piece.indexOf(rowIndex);
        if (place >= 0) return (starts[at] ?? 0) + place;
      }
      return -1;
    },
  };
}
