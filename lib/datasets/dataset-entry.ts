/** A dataset as it stands in the list of all of them. */
export type DatasetEntry = {
  id: string;
  name: string;
  rowCount: number;
  columnCount: number;
  sizeBytes: number;
  isSample: boolean;
  /** Whether its import changed something in it. */
  isChanged: boolean;
  createdAt: string;
  /** Who added it; null for a script, and for the sample. */
  createdByName: string | null;
  /** How many runs were launched with it. */
  runCount: number;
};
