/** Fixed text of an instruction that stands behind its first column, and what it could save to have it first. */
export type LateTextHint = {
  /** The column it stands behind, as it is written: `{{text}}`. */
  hole: string;
  tokens: number;
  /** The instruction with its fixed paragraphs first; null where only a person can tell how to move them. */
  reordered: string | null;
  rows: number;
  /** If every row but the first found it in the provider's cache; null where the price of the model is not known. */
  savedUsd: string | null;
};
