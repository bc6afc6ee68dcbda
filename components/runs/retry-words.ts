import { countOf, formatUsd } from '#lib/format.ts';

/** `37 rows · ≈ $0.02`: what is sent again, and about what it costs. */
export function retryWords(count: number, usd: string | null, simulated: boolean): string {
  const price = simulated ? 'free, simulated' : usd === null ? 'price unknown' : `≈ ${formatUsd(usd)}`;
  return `${countOf(count, 'row')} · ${price}`;
}
