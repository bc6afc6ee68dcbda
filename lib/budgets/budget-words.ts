import { formatUsd } from '#lib/format.ts';
import { type PicoUsd, usdString } from '#lib/money.ts';

type Amounts = { amountPicoUsd: PicoUsd; spentPicoUsd: PicoUsd; underWayPicoUsd: PicoUsd };

const WHO_HELPS = 'A lead can raise it under Costs → Budgets.';

/** What is neither spent nor under way, never less than nothing. */
export function leftOf({ amountPicoUsd, spentPicoUsd, underWayPicoUsd }: Amounts): PicoUsd {
  const left = amountPicoUsd - spentPicoUsd - underWayPicoUsd;
  return left > 0n ? left : 0n;
}

/**
 * Why a run may not be launched on a budget, as a sentence; null where it may. A run whose cost nobody knows is launched while
 * anything is left: it cannot be held against an amount.
 */
export function launchRefusal(
  budget: Amounts & { name: string; monthName: string },
  takesPicoUsd: PicoUsd | null,
): string | null {
  const { name, monthName } = budget;
  const left = leftOf(budget);
  const whole = `The budget “${name}” of ${usd(budget.amountPicoUsd)} for ${monthName}`;
  if (left === 0n) return `${whole} is used up: ${usedWords(budget)}. ${WHO_HELPS}`;
  if (takesPicoUsd === null || takesPicoUsd <= left) return null;
  return `This run is expected to cost ${usd(takesPicoUsd)}. ${whole} has ${usd(left)} left: ${usedWords(budget)}. ${WHO_HELPS}`;
}

/** `$80.00 spent, about $15.00 under way`. */
export function usedWords({ spentPicoUsd, underWayPicoUsd }: Omit<Amounts, 'amountPicoUsd'>): string {
  const spent = `${usd(spentPicoUsd)} spent`;
  return underWayPicoUsd === 0n ? spent : `${spent}, about ${usd(underWayPicoUsd)} under way`;
}

function usd(amount: PicoUsd): string {
  return formatUsd(usdString(amount));
}
