import { Amount } from '#components/ui/amount.tsx';
import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { formatCount } from '#lib/format.ts';
import { usdString } from '#lib/money.ts';
import { hasNow } from '#lib/pricing/spent-usd.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { Run, RunProgress } from '#lib/runs/schema.ts';

const COLUMNS = [
  { key: 'what', label: 'Tokens' },
  { key: 'count', label: 'Counted', isNumeric: true },
  { key: 'realtime', label: 'Real time, per million', isNumeric: true },
  { key: 'batch', label: 'Batch, per million', isNumeric: true },
];

/** The tokens and the prices behind what was spent and saved, so that it can be checked by hand. */
export function SavedExplained({ run, price }: { run: Run; price: RunProgress['price'] }) {
  const { inputTokens, cachedInputTokens, outputTokens } = run.usage;
  const { spent, saved, spentInText } = spentWords(run.simulated);
  if (!price)
    return (
      <p className="tabular-nums">
        {formatCount(inputTokens)} tokens read, {formatCount(outputTokens)} written.
      </p>
    );
  const lines = [
    { what: 'Read', count: inputTokens - cachedInputTokens, rate: 'inputMicroUsd' },
    { what: 'Read from the cache', count: cachedInputTokens, rate: 'cachedInputMicroUsd' },
    { what: 'Written', count: outputTokens, rate: 'outputMicroUsd' },
  ] as const;
  return (
    <div className="flex max-w-prose flex-col gap-2">
      <p>
        “{saved}” is the same tokens at the real-time list price − “{spentInText}”, with cached tokens equal on both
        sides. “{spent}” is every token that was counted, times the batch price, also of answers that could not be used;
        at the real-time price count those of usable answers. So the saving is net of retries.
        {hasNow(run.cost) && ' Rows that were asked for one by one cost the real-time price, and save nothing.'}
      </p>
      <Table label="Tokens and prices" columns={COLUMNS}>
        {lines.map(({ what, count, rate }) => (
          <tr key={what}>
            <th scope="row" className="min-w-24">
              {what}
            </th>
            <td className={NUMERIC_CELL}>{formatCount(count)}</td>
            <td className={NUMERIC_CELL}>
              <Amount usd={rateOf(price.realtime[rate])} />
            </td>
            <td className={NUMERIC_CELL}>
              <Amount usd={rateOf(price.batch[rate])} />
            </td>
          </tr>
        ))}
      </Table>
      <p>
        Prices of {price.model} as of {price.asOf}, kept with this run when it was launched.
        {price.longInput &&
          ` Rows of over ${formatCount(price.longInput.overInputTokens)} tokens cost a higher price, so these totals alone do not come out.`}{' '}
        The savings statement on the Costs page has usable tokens and long rows apart, and comes out to the last digit.
      </p>
    </div>
  );
}

/** A rate is micro-dollars per million tokens, and a micro-dollar is a million pico-dollars. */
function rateOf(microUsd: number): string {
  return usdString(BigInt(microUsd) * 1_000_000n);
}
