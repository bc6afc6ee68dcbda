import { formatUsd } from '#lib/format.ts';
import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import type { Budget } from './schema.ts';

/** What the bar of a budget shows, in percent of its whole length. */
export type BudgetBarView = {
  spent: number;
  underWay: number;
  /** Where the budget ends, when more than all of it is spent or under way. */
  end: number | null;
  /** Where people are told, of those that lie on the bar. */
  marks: { threshold: number; at: number }[];
};

type Amounts = Pick<Budget, 'amountUsd' | 'spentUsd' | 'underWayUsd' | 'thresholds'>;

/** The bar is as long as the budget, or as what is spent and under way where that is more. */
export function budgetBar({ amountUsd, spentUsd, underWayUsd, thresholds }: Amounts): BudgetBarView {
  const [amount, spent, underWay] = [picoOf(amountUsd), picoOf(spentUsd), picoOf(underWayUsd)];
  const used = spent + underWay;
  const isMore = used > amount;
  const whole = isMore ? used : amount;
  const share = (part: PicoUsd) => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100);
  return {
    spent: share(spent),
    underWay: share(underWay),
    end: isMore ? share(amount) : null,
    marks: thresholds
      .map((threshold) => ({ threshold, at: share((amount * BigInt(threshold)) / 100n) }))
      .filter(({ at }) => at <= 100),
  };
}

/** `$5.00 left`, `used up`, `$1.20 over`: how a budget stands, in words. */
export function leftWords({
  amountUsd,
  spentUsd,
  leftUsd,
}: Pick<Budget, 'amountUsd' | 'spentUsd' | 'leftUsd'>): string {
  const over = picoOf(spentUsd) - picoOf(amountUsd);
  if (over > 0n) return `${formatUsd(usdString(over))} over`;
  return picoOf(leftUsd) === 0n ? 'nothing left' : `${formatUsd(leftUsd)} left`;
}

/** Whether nothing fits any more: then launches wait, where they are to. */
export function isUsedUp({ leftUsd }: Pick<Budget, 'leftUsd'>): boolean {
  return picoOf(leftUsd) === 0n;
}

function picoOf(usd: string): PicoUsd {
  return parseUsd(usd) ?? 0n;
}
