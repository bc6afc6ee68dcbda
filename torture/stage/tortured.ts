/** What one torture came to: figures to print, and a sentence for every invariant that did not hold. */
export type Tortured = { figures: Record<string, string | number>; violations: string[] };
