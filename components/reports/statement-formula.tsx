import { spentWords } from '#lib/pricing/spent-words.ts';

/** How every line is worked out, in the words of its columns. */
export function StatementFormula({ simulated }: { simulated: boolean }) {
  const { spent, saved, spentInText } = spentWords(simulated);
  return (
    <div className="flex max-w-3xl flex-col gap-1 text-xs print:max-w-none">
      <p>
        <strong>{saved}</strong> = the same tokens at the real-time list price − what{' '}
        {simulated ? spentInText : 'was paid'}.
      </p>
      <p>
        <strong>At real-time prices</strong>: the tokens of usable answers × their real-time price, for tokens that were
        read, read from the cache, and written.
      </p>
      <p>
        <strong>{spent}</strong>: every token that was billed × the price it was paid at; also of answers that could not
        be used, repeated attempts, and batches made twice. So the saving is net of retries, and cached tokens are equal
        on both sides. Rows that were never sent are in none of it.
      </p>
    </div>
  );
}
