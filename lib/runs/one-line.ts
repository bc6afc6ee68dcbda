/**
 * A text as one line of a log: what breaks a line (or turns the reading direction around) in any program becomes a space, so
 * that no name and no sentence of a provider can look like a line of its own.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
