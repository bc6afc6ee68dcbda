import { countOf, formatCount, formatUsd } from '#lib/format.ts';
import { type PicoUsd, parseUsd, usdString } from '#lib/money.ts';
import type { Receipt } from './receipt-schema.ts';

/** What a person should know of a cap before the launch, with about how many rows it reaches. */
export function capWarnings({ rows, expectedUsd, cap }: Pick<Receipt, 'rows' | 'expectedUsd' | 'cap'>): string[] {
  const [capPicoUsd, expected, rowCeiling] = [cap?.capUsd, expectedUsd, cap?.rowCeilingUsd].map((amount) =>
    amount == null ? null : parseUsd(amount),
  );
  if (capPicoUsd == null || expected == null || !rowCeiling) return [];
  const atOnce = capPicoUsd / rowCeiling;
  if (atOnce < 1n)
    return [
      `No row would be sent: even one could cost up to ${usd(rowCeiling)} with its longest answer, which is more than the cap. Raise the cap, or set a shorter longest answer under Advanced.`,
    ];
  const warnings: string[] = [];
  if (expected > capPicoUsd) {
    const reached = formatCount(Number((BigInt(rows) * capPicoUsd) / expected));
    warnings.push(
      `The cap is below the expected ${usd(expected)}: about ${reached} of ${countOf(rows, 'row')} will be answered before it pauses.`,
    );
  }
  if (atOnce < BigInt(rows))
    warnings.push(
      `About ${countOf(Number(atOnce), 'row')} can be on their way at once, because each counts with its longest answer until it is there. A shorter longest answer under Advanced lets more go at a time.`,
    );
  return warnings;
}

/** Amounts of a run with a cap, in pico-dollars. */
export type CapAmounts = { capPicoUsd: PicoUsd; usedPicoUsd: PicoUsd };

const usd = (amount: PicoUsd) => formatUsd(usdString(amount));

/** Why a run paused: `rows` are next, and could cost `ceilingPicoUsd` at the most. */
export function pausedAtCap(
  { capPicoUsd, usedPicoUsd }: CapAmounts,
  next: { rows: number; ceilingPicoUsd: PicoUsd },
): string {
  const rows = next.rows === 1 ? 'the next row' : `the next ${countOf(next.rows, 'row')}`;
  return `Paused at its cap: ${usd(usedPicoUsd)} spent or on its way, ${rows} could cost up to ${usd(next.ceilingPicoUsd)}, and the cap is ${usd(capPicoUsd)}. Raise the cap or download what is there.`;
}

/** Why a batch is not sent yet. */
export function waitsUnderCap({ capPicoUsd, usedPicoUsd }: CapAmounts): string {
  return `Not sent yet: ${usd(usedPicoUsd)} of the cap of ${usd(capPicoUsd)} is spent or on its way. It goes out when earlier batches have cost less than they might.`;
}

/** The cap of a run that was launched before caps counted, and cannot be kept. */
export function capNotKept(model: string): string {
  return `Paused: this run has a cap, and what ${model} may cost is not known, so the cap could not be kept. Remove the cap, then resume.`;
}

/** Why a cap cannot be promised. */
export function priceUnknownForCap(model: string): string {
  return `The price of ${model} is not known, so a cap on what it costs cannot be kept. Enter its price under Settings → Prices, or remove the cap.`;
}

/** Why a cap cannot be promised for a model with a price. */
export function answersUnbounded(model: string): string {
  return `How long an answer of ${model} can get is not known, so a cap on what it costs cannot be kept. Set the longest answer under Advanced (parameters.maxOutputTokens), or remove the cap.`;
}

/** What a person did to a cap, for the run's log. */
export function capChanged(name: string, before: PicoUsd | null, after: PicoUsd | null): string {
  if (after === null) return `${name} removed the cap of ${before === null ? 'this run' : usd(before)}.`;
  if (before === null) return `${name} set a cap of ${usd(after)}.`;
  return `${name} ${after > before ? 'raised' : 'lowered'} the cap from ${usd(before)} to ${usd(after)}.`;
}
