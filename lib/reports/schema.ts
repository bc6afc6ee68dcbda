import type { CostFigures, CostGroup, CostRow } from '#lib/pricing/cost-report.ts';
import type { StatementTotal } from '#lib/pricing/savings-statement.ts';
import type { PriceSum, RunSum } from './statement-prices.ts';

/** In the current month, in UTC, and since the workspace began. */
export type Savings = { month: CostFigures; ever: CostFigures };

/** Of what was paid, and of what the sandbox made up. `isWhole` is false for who sees their own runs only. */
export type SavingsCosts = { paid: Savings; simulated: Savings; isWhole: boolean };

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

/** The savings statement for paper, of one kind of money. */
export type StatementPage = {
  isWhole: boolean;
  simulated: boolean;
  generatedAt: string;
  total: StatementTotal;
  /** Everything, by the price it has. */
  prices: PriceSum[];
  /** The dearest; the file has all of them. */
  runs: RunSum[];
};
