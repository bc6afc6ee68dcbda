const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

/**
 * The number of tokens a provider's refusal names as the limit of its queue, or null:
 * `Limit: 2,000,000 enqueued tokens`, `the configured limit of 30K for the deployment`.
 */
export function statedLimit(sentence: string): number | null {
  const found = /\blimit(?::| of)\s*(\d[\d,]*(?:\.\d+)?)\s?([kmb]?)\b/i.exec(sentence);
  if (!found?.[1]) return null;
  const tokens = Math.floor(Number(found[1].replaceAll(',', '')) * (UNITS[found[2]?.toLowerCase() ?? ''] ?? 1));
  return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
}
