/** Exact decimal strings in USD. `savedUsd` is negative when retries cost more than the discount gave. */
export type SavingsTotal = { batchUsd: string; realtimeUsd: string; savedUsd: string };

/** In the current month, in UTC, and since the workspace began. */
export type Savings = { month: SavingsTotal; ever: SavingsTotal };
