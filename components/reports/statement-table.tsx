import Link from 'next/link';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { countOf, exactUsd, formatCount } from '#lib/format.ts';
import type { StatementLine } from '#lib/pricing/savings-statement.ts';
import { spentUsd } from '#lib/pricing/spent-usd.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';

/** A line for each price of each run: its terms, and what they come to. */
export function StatementTable({ lines, simulated }: { lines: readonly StatementLine[]; simulated: boolean }) {
  const { spent, saved } = spentWords(simulated);
  const columns = [
    { key: 'run', label: 'Run' },
    { key: 'price', label: 'Price per million: real time · batch' },
    { key: 'tokens', label: 'Tokens: usable · billed' },
    { key: 'realtime', label: 'At real-time prices', isNumeric: true },
    { key: 'spent', label: spent, isNumeric: true },
    { key: 'saved', label: saved, isNumeric: true },
  ];
  return (
    <Table label="Runs" columns={columns}>
      {lines.map((line) => (
        <tr key={`${line.run} ${line.requestsAre} ${line.paidAt}`} className="align-top text-xs">
          <th scope="row" className="min-w-32">
            <Link href={`/runs/${line.run}`} className="text-accent underline-offset-2 hover:underline">
              {line.name}
            </Link>
            <span className="block font-normal text-ink-muted">
              {line.model}, {line.connection}
            </span>
            <span className="block font-normal text-ink-muted">{requestWords(line)}</span>
          </th>
          <td className="min-w-40 tabular-nums">
            <PriceTerms line={line} />
          </td>
          <td className="min-w-40 tabular-nums">
            <TokenTerms line={line} />
          </td>
          <td className={NUMERIC_CELL}>{amountOf(line.realtimeUsd)}</td>
          <td className={NUMERIC_CELL}>{amountOf(spentUsd(line))}</td>
          <td className={NUMERIC_CELL}>{amountOf(line.savedUsd)}</td>
        </tr>
      ))}
    </Table>
  );
}

function requestWords({ requestsAre, requests, overInputTokens, paidAt }: StatementLine): string {
  const over = formatCount(overInputTokens ?? 0);
  const tries = countOf(requests, 'try', 'tries');
  const size =
    requestsAre === 'long'
      ? ` of over ${over} tokens, at the price of those`
      : requestsAre === 'short'
        ? ` of up to ${over} tokens`
        : '';
  return `${tries}${size}${paidAt === 'realtime' ? ', paid at the real-time price' : ''}`;
}

function PriceTerms({ line }: { line: StatementLine }) {
  if (line.batchInputUsd === null) return 'unknown';
  const rows = [
    ['read', line.realtimeInputUsd, line.batchInputUsd],
    ['cached', line.realtimeCachedUsd, line.batchCachedUsd],
    ['written', line.realtimeOutputUsd, line.batchOutputUsd],
  ] as const;
  return (
    <>
      {rows.map(([what, realtime, batch]) => (
        <span key={what} className="block whitespace-nowrap">
          {what} ${realtime} · ${batch}
        </span>
      ))}
      <span className="block text-ink-muted">as of {line.priceAsOf}</span>
    </>
  );
}

function TokenTerms({ line }: { line: StatementLine }) {
  const rows = [
    ['read', line.usableInputTokens, line.inputTokens],
    ['cached', line.usableCachedInputTokens, line.cachedInputTokens],
    ['written', line.usableOutputTokens, line.outputTokens],
  ] as const;
  return (
    <>
      {rows.map(([what, usable, billed]) => (
        <span key={what} className="block whitespace-nowrap">
          {what} {usable === null ? 'not kept' : formatCount(Number(usable))} · {formatCount(Number(billed))}
        </span>
      ))}
    </>
  );
}

function amountOf(usd: string | null): string {
  return usd === null ? 'unknown' : exactUsd(usd);
}
