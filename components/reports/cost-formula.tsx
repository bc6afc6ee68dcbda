import { spentWords } from '#lib/pricing/spent-words.ts';

/** How every figure of the page comes about, so that it can be checked against a provider's bill. */
export function CostFormula({ simulated }: { simulated: boolean }) {
  const { spent, saved, spentInText } = spentWords(simulated);
  return (
    <dl className="flex max-w-prose flex-col gap-2 [&_dt]:font-medium [&_dt]:text-ink">
      <div>
        <dt>{spent}</dt>
        <dd>
          Every token the provider counted, times the batch price the run was launched with. Answers that could not be
          used, repeated attempts and batches that the provider made twice are in it: they are on its bill. Rows that
          were asked for one by one, to try them or to be done sooner, count at the real-time price, and save nothing.
        </dd>
      </div>
      <div>
        <dt>At real-time prices</dt>
        <dd>The same tokens of the usable answers, the same cached ones among them, at the real-time list price.</dd>
      </div>
      <div>
        <dt>
          {saved} = at real-time prices − {spentInText}
        </dt>
        <dd>So every retry makes it smaller, and much trouble makes it negative.</dd>
      </div>
      <div>
        <dt>Never sent</dt>
        <dd>
          Rows that were answered by another row’s request, or by an earlier run, and what sending them would have cost
          at batch price. It is in no other figure.
        </dd>
      </div>
      <div>
        <dt>Failed tries ÷ all tries</dt>
        <dd>
          A try is one time a row was sent; it failed when no usable answer came of it. A row that was answered at its
          second try counts as two tries, one of them failed.
        </dd>
      </div>
      <div>
        <dt>Day</dt>
        <dd>A batch counts on the day, in UTC, on which the provider was done with it, with all of its rows.</dd>
      </div>
      <div>
        <dt>Unknown</dt>
        <dd>What has no known price is in no amount. It is counted beside the amounts, never as $0.</dd>
      </div>
    </dl>
  );
}
