import { formatCount, formatUsd } from '#lib/format.ts';

const MINUTE_MS = 60_000;
/** What a provider takes at most to stop a batch and hand over what it has. */
const STOPPING_MS = 15 * MINUTE_MS;
/** For what cannot be foreseen: a pause that is asked for, a worker that starts anew. */
const SPARE_MS = 5 * MINUTE_MS;
/** Eight requests at a time, and a second or more for each. */
const ROWS_A_SECOND = 4;
/** Flex is slower, and may be refused for a while. */
const FLEX_TIMES = 3;

/** How long the rest takes when it is asked for one by one at the real-time price. */
function askingMs(requests: number): number {
  return Math.ceil(requests / ROWS_A_SECOND) * 1000;
}

/**
 * How long before its deadline the rest of a run stops waiting for its batches: the time it takes to stop them, three times what
 * asking for the rows takes at the real-time price (flex is slower), and some to spare.
 */
export function hurryBeforeMs(requests: number): number {
  return STOPPING_MS + FLEX_TIMES * askingMs(requests) + SPARE_MS;
}

/** How long before its deadline flex is left for the real-time price. */
export function leaveFlexBeforeMs(requests: number): number {
  return askingMs(requests) + SPARE_MS;
}

/** For the log. */
export function hurriedWords(requests: number, mostUsd: string, byFlex: boolean): string {
  const how = byFlex ? 'by flex, at batch price, and then at real-time price' : 'at real-time price';
  return `The deadline is near: the last ${formatCount(requests)} requests are asked for one by one, ${how}, for ${formatUsd(mostUsd)} at most.`;
}

export const FLEX_IS_LATE = 'The deadline is near: what flex did not answer is asked for at the real-time price.';

/** Why a run goes on waiting for its batches. */
export function noRoomWords(mostUsd: string, leftUsd: string): string {
  return `The deadline is near, but asking for the rest now may cost up to ${formatUsd(mostUsd)}, and ${formatUsd(leftUsd)} of the cap is left: it goes on waiting for the batch. Raise the cap to have it hurry.`;
}
