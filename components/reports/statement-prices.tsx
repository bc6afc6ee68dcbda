import { NUMERIC_CELL, Table } from '#components/ui/table.tsx';
import { countOf, exactUsd, formatCount } from '#lib/format.ts';
import { spentWords } from '#lib/pricing/spent-words.ts';
import type { PriceSum } from '#lib/reports/statement-prices.ts';

type Tokens = PriceSum['billed'];

/** Tokens that are priced alike: what is read from the cache is not read in full. */
const TERMS = [
  {
    what: 'read',
    of: ({ input, cached }: Tokens) => input - cached,
    realtime: 'realtimeInputUsd',
    batch: 'batchInputUsd',
  },
  {
    what: 'from the cache',
    of: ({ cached }: Tokens) => cached,
    realtime: 'realtimeCachedUsd',
    batch: 'batchCachedUsd',
  },
  {
    what: 'written',
    of: ({ output }: Tokens) => output,
    realtime: 'realtimeOutputUsd',
    batch: 'batchOutputUsd',
  },
] as const;

/** Everything by the price it has, with the terms that each amount is worked out from. */
export function StatementPrices({ prices, simulated }: { prices: readonly PriceSum[]; simulated: boolean }) {
  const { spent, saved } = spentWords(simulated);
  const columns = [
    { key: 'price', label: 'Price' },
    { key: 'token', label: 'Tokens' },
    { key: 'usable', label: 'Usable × real-time price per million', isNumeric: true },
    { key: 'billed', label: 'Billed × price paid per million', isNumeric: true },
    { key: 'realtime', label: 'At real-time prices', isNumeric: true },
    { key: 'spent', label: spent, isNumeric: true },
    { key: 'saved', label: saved, isNumeric: true },
  ];
  return (
    <Table label="By price" columns={columns}>
      {prices.map((price) => (
        <PriceRow key={price.key} price={price} />
      ))}
    </Table>
  );
}

function PriceRow({ price }: { price: PriceSum }) {
  const { usable, billed, paidAt } = price;
  return (
    <tr className="align-top text-xs">
      <th scope="row" className="min-w-40">
        {price.model}
        <span className="block font-normal text-ink-muted">{requestWords(price)}</span>
        <span className="block font-normal whitespace-nowrap text-ink-muted">
          {price.priceAsOf === null ? 'its price is unknown' : `price as of ${price.priceAsOf}`}
        </span>
      </th>
      <td>{lines(TERMS.map(({ what }) => what))}</td>
      <td className={NUMERIC_CELL}>
        {lines(
          TERMS.map(({ of, realtime }) =>
            usable ? `${formatCount(Number(of(usable)))} × ${rateWords(price[realtime])}` : 'not kept',
          ),
        )}
      </td>
      <td className={NUMERIC_CELL}>
        {lines(TERMS.map((term) => `${formatCount(Number(term.of(billed)))} × ${rateWords(price[term[paidAt]])}`))}
      </td>
      <td className={NUMERIC_CELL}>{amountOf(price.realtimeUsd)}</td>
      <td className={NUMERIC_CELL}>{amountOf(price.spentUsd)}</td>
      <td className={NUMERIC_CELL}>{amountOf(price.savedUsd)}</td>
    </tr>
  );
}

function lines(texts: readonly string[]) {
  return TERMS.map(({ what }, index) => (
    <span key={what} className="block whitespace-nowrap">
      {texts[index]}
    </span>
  ));
}

function requestWords({ requestsAre, requests, overInputTokens, paidAt }: PriceSum): string {
  const over = formatCount(overInputTokens ?? 0);
  const sizes = { long: ` of over ${over} tokens`, short: ` of up to ${over} tokens`, all: '', 'not kept': '' };
  const paid = paidAt === 'realtime' ? ', paid at the real-time price' : '';
  return `${countOf(requests, 'try', 'tries')}${sizes[requestsAre]}${paid}`;
}

function rateWords(usd: string | null): string {
  return usd === null ? 'unknown' : `$${usd}`;
}

function amountOf(usd: string | null): string {
  return usd === null ? 'unknown' : exactUsd(usd);
}
