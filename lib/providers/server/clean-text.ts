const REPLACEMENT = '\uFFFD';

/**
 * Text as the database can hold it: U+0000 and lone surrogates, which PostgreSQL refuses, become U+FFFD. Everything
 * else stays as it came.
 */
export function cleanText(text: string): string {
  const held = text.includes('\0') ? text.replaceAll('\0', REPLACEMENT) : text;
  return held.toWellFormed();
}

/** A message fit for a screen and a log line, never longer than `maxLength` characters. */
export function cleanMessage(text: string, maxLength = 1_000): string {
  return cleanText(text.length > maxLength ? `${text.slice(0, maxLength)}…` : text).trim();
}
