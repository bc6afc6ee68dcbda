import type { CostFigures, CostGroup, CostRow } from '#lib/pricing/cost-report.ts';

/** Exact decimal strings in USD. `savedUsd` is negative when retries cost more than the discount gave. */
export type SavingsTotal = {
  batchUsd: string;
  realtimeUsd: string;
  savedUsd: string;
  /** Rows that were answered without being sent, and what sending them would have cost. */
  unsentRows: number;
  unsentUsd: string;
};

/** In the current month, in UTC, and since the workspace began. */
export type Savings = { month: SavingsTotal; ever: SavingsTotal };

/** The lines of one grouping that cost most, dearest first. */
export type CostsTable = { by: CostGroup; rows: CostRow[]; hasMore: boolean };

/** Everything the Costs page shows, of one kind of money. */
export type CostsPage = {
  /** False for who sees their own runs only. */
  isWhole: boolean;
  /** Whether these amounts are the sandbox's. */
  simulated: boolean;
  /** Whether there is something of the other kind in the period. */
  hasOtherKind: boolean;
  total: CostFigures;
  previous: CostFigures;
  days: CostRow[];
  tables: CostsTable[];
  inProgress: { runs: number; requests: number };
};
