import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { type CostView, statementAddress } from '#lib/reports/cost-view.ts';
import type { CostsPage } from '#lib/reports/schema.ts';
import { PrintButton } from './print-button.tsx';

/** Whose costs these are, and what can be taken along of them. */
export function CostsHeader({ view, costs: { isWhole, simulated } }: { view: CostView; costs: CostsPage }) {
  const action = (
    <span className="flex flex-wrap gap-2 print:hidden">
      <LinkButton href={statementAddress(view, simulated)}>Savings statement</LinkButton>
      <PrintButton />
    </span>
  );
  return (
    <div className="-mb-6">
      <PageHeader title="Costs" action={action}>
        {isWhole ? 'What the runs of this workspace' : 'What your own runs'}{' '}
        {simulated ? 'would have cost and saved.' : 'cost and saved.'}
        {!isWhole && ' Leads and owners see those of everyone.'}
      </PageHeader>
    </div>
  );
}
