export type SpentWords = {
  spent: string;
  saved: string;
  /** The same within a sentence. */
  spentInText: string;
  savedInText: string;
};

const PAID: SpentWords = { spent: 'Spent', saved: 'Saved', spentInText: 'spent', savedInText: 'saved' };
const SIMULATED: SpentWords = {
  ...{ spent: 'Would have cost', saved: 'Would have saved' },
  ...{ spentInText: 'would have cost', savedInText: 'would have saved' },
};

/** What amounts are called on every screen: nobody paid what the sandbox made up, so it is never called spent. */
export function spentWords(simulated: boolean): SpentWords {
  return simulated ? SIMULATED : PAID;
}

/** Said once on a page whose every amount is simulated. */
export const PAID_NOTHING = 'You paid $0.00: the sandbox charges nothing.';
