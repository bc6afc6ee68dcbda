/** How every figure of the page comes about, so that it can be checked against a provider's bill. */
export function CostFormula() {
  return (
    <dl className="flex max-w-prose flex-col gap-2 [&_dt]:font-medium [&_dt]:text-ink">
      <div>
        <dt>Spent</dt>
        <dd>
          Every token the provider counted, times the batch price the run was launched with. Answers that could not be
          used, repeated attempts and batches that the provider made twice are in it: they are on its bill.
        </dd>
      </div>
      <div>
        <dt>At real-time prices</dt>
        <dd>The same tokens of the usable answers, the same cached ones among them, at the real-time list price.</dd>
      </div>
      <div>
        <dt>Saved = at real-time prices − spent</dt>
        <dd>So every retry makes it smaller, and much trouble makes it negative.</dd>
      </div>
      <div>
        <dt>Failure rate = failed ÷ all requests</dt>
        <dd>A row that was sent twice counts twice, once for each answer or failure.</dd>
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
