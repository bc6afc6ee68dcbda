/** Exact decimal strings in USD. `savedUsd` is negative when retries cost more than the discount gave. */
export type SavingsTotal = { batchUsd: string; realtimeUsd: string; savedUsd: string };
