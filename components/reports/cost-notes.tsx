import Link from 'next/link';
import { UnsentRows } from '#components/runs/unsent-rows.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { countOf } from '#lib/format.ts';
import type { CostFigures } from '#lib/pricing/cost-report.ts';
import type { CostsPage } from '#lib/reports/schema.ts';

type CostNotesProps = { total: CostFigures; inProgress: CostsPage['inProgress'] };

/** What the amounts do not hold: costs nobody knows, and those that are still to come. */
export function CostNotes({ total, inProgress }: CostNotesProps) {
  const { unknownRequests, duplicateUsd, unsentRows, unsentUsd } = total;
  return (
    <>
      {unknownRequests > 0 && (
        <Alert tone="warn" title={`The cost of ${countOf(unknownRequests, 'try', 'tries')} is unknown`}>
          It is in no amount here: their model had no known price when the run was launched, or the provider did not say
          how many tokens it took. A price entered under{' '}
          <Link href="/settings/prices" className="underline">
            Prices
          </Link>{' '}
          counts for runs launched from then on.
        </Alert>
      )}
      {Number(duplicateUsd) > 0 && (
        <Alert tone="neutral">
          <Amount usd={duplicateUsd} /> of what was spent is for batches that the provider made twice by itself. They
          were stopped; the log of each run says which ones, for a complaint.
        </Alert>
      )}
      {unsentRows > 0 && (
        <Alert tone="neutral" title="Never sent">
          <UnsentRows rows={unsentRows} usd={unsentUsd} /> They got the answer of another row, or of an earlier run.
          That is in no other amount here.
        </Alert>
      )}
      {inProgress.runs > 0 && (
        <Alert tone="busy">
          {countOf(inProgress.runs, 'run')} in progress: what {countOf(inProgress.requests, 'row')} at the provider cost
          is added as each batch ends.
        </Alert>
      )}
    </>
  );
}
