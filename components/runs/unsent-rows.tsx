import { Amount } from '#components/ui/amount.tsx';
import { countOf } from '#lib/format.ts';

/** What was spared beside the savings: rows that have an answer and were never sent. Its price stands in no other amount. */
export function UnsentRows({ rows, usd }: { rows: number; usd: string | null }) {
  return (
    <>
      {countOf(rows, 'row')} answered without being sent
      {usd !== null && (
        <>
          ; sending {rows === 1 ? 'it' : 'them'} would have cost <Amount usd={usd} />
        </>
      )}
      .
    </>
  );
}
