import { formatUsd } from '#lib/format.ts';

/** What launching costs, for the button that does it: `about $0.37`. */
export function priceWords(expectedUsd: string | null, isSimulated: boolean): string {
  if (isSimulated) return 'free, simulated';
  return expectedUsd === null ? 'price unknown' : `about ${formatUsd(expectedUsd)}`;
}

/** What the button does: it launches, or asks where a lead has to approve. */
export function launchWords(need: unknown): { verb: string; busy: string } {
  return need ? { verb: 'Ask for approval', busy: 'Asking' } : { verb: 'Launch', busy: 'Launching' };
}
