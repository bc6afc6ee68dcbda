/**
 * The key a row's request carries to the provider and its answer brings back. It holds the submission it was made for,
 * so an answer to another submission (of another run, or of a second batch made by mistake) can never be taken for this one.
 * At most 35 characters of `[A-Za-z0-9_-]`, which every provider accepts.
 */
export function requestKey(submissionId: string, rowIndex: number): string {
  return `${submissionId}-${rowIndex}`;
}

/** The row an answer belongs to, or null if its key was not made by `requestKey` for this submission, to the letter. */
export function rowIndexOf(submissionId: string, key: string): number | null {
  if (!key.startsWith(`${submissionId}-`)) return null;
  const digits = key.slice(submissionId.length + 1);
  return /^(0|[1-9]\d{0,9})$/.test(digits) ? Number(digits) : null;
}
