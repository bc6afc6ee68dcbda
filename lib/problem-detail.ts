/** The sentence in an answer that refuses something, as every refusal of the server has one; null where there is none. */
export function detailOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('detail' in answer)) return null;
  return typeof answer.detail === 'string' ? answer.detail : null;
}
