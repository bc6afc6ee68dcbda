import { countOf, formatCount, formatUsd } from '#lib/format.ts';
import { parseUsd } from '#lib/money.ts';
import type { EstimateOutcome } from '#lib/runs/outcome-schema.ts';

/** What moved a cost by less than a thousandth of it is not worth a sentence. */
const LEAST_SHARE = 1_000n;

/** `0.3 % more`, `12.0 % less`, `as much`. */
export function errorWords(errorPercent: string): string {
  if (errorPercent === '0.0') return 'as much';
  return errorPercent.startsWith('-') ? `${errorPercent.slice(1)} % less` : `${errorPercent} % more`;
}

/** Why what was paid is not what was expected, the larger reason first; and for how many rows both are. */
export function outcomeSentences(outcome: EstimateOutcome, nowUsd: string | null): string[] {
  const { input, output, cacheUsd, expectedUsd } = outcome;
  const read = `The provider counted ${tokens(input.paidTokens)} of text in a row, ${tokens(input.expectedTokens)} were counted here`;
  const causes = [
    { words: read, usd: input.differenceUsd },
    ...(output ? [{ words: answerWords(output), usd: output.differenceUsd }] : []),
    { words: 'Text that was the same in many rows came from the provider’s cache', usd: `-${cacheUsd}` },
  ];
  const least = (parseUsd(expectedUsd) ?? 0n) / LEAST_SHARE;
  const told = causes
    .filter(({ usd }) => sizeOf(usd) > least)
    .toSorted((a, b) => Number(sizeOf(b.usd) - sizeOf(a.usd)));
  const now =
    nowUsd === null || parseUsd(nowUsd) === 0n
      ? []
      : ['What was answered at the real-time price is in neither amount.'];
  return [...told.map(({ words, usd }) => `${words} (${signed(usd)}).`), ...rowSentences(outcome), ...now];
}

function answerWords({ expectedTokens, paidTokens }: NonNullable<EstimateOutcome['output']>): string {
  const what = paidTokens > expectedTokens ? 'longer' : 'shorter';
  return `Answers were ${what} than assumed: ${tokens(paidTokens)} instead of ${formatCount(expectedTokens)} on average`;
}

/** Both amounts are for the rows that were billed; where these are not the ones of the launch, it has to be said. */
function rowSentences({ estimatedRows, billedRows }: EstimateOutcome): string[] {
  if (billedRows === estimatedRows) return [];
  const both = `Both amounts are for the ${countOf(billedRows, 'answer')} that took tokens`;
  const more = billedRows - estimatedRows;
  if (more > 0) return [`${both}: ${formatCount(more)} more than rows, because rows were sent again.`];
  return [`${both}, of ${countOf(estimatedRows, 'row')} that were to be sent.`];
}

function tokens(mean: number): string {
  return `${formatCount(mean)} tokens`;
}

function sizeOf(usd: string): bigint {
  return parseUsd(usd.replace(/^-/, '')) ?? 0n;
}

function signed(usd: string): string {
  return usd.startsWith('-') ? `−${formatUsd(usd.slice(1))}` : `+${formatUsd(usd)}`;
}
