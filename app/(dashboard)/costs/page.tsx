import type { Metadata } from 'next';
import { CostsScreen } from '#components/reports/costs-screen.tsx';
import { PeriodPicker } from '#components/reports/period-picker.tsx';
import { PrintButton } from '#components/reports/print-button.tsx';
import { Content } from '#components/ui/content.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RefreshWhile } from '#components/ui/refresh-while.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { parseCostView } from '#lib/reports/cost-view.ts';
import { dayOf } from '#lib/reports/period.ts';
import { getCostsPage } from '#lib/reports/server/costs-page.ts';

export const metadata: Metadata = { title: 'Costs' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CostsPage({ searchParams }: Props) {
  const actor = await requirePageActor();
  const view = parseCostView(await searchParams, dayOf(now()));
  const costs = await getCostsPage(db(), actor, view);
  return (
    <Content>
      <div className="-mb-6">
        <PageHeader
          title="Costs"
          action={
            <span className="print:hidden">
              <PrintButton />
            </span>
          }
        >
          {costs.isWhole ? 'What the runs of this workspace' : 'What your own runs'}{' '}
          {costs.simulated ? 'would have cost and saved.' : 'cost and saved.'}
        </PageHeader>
      </div>
      <PeriodPicker view={view} />
      <CostsScreen view={view} costs={costs} mayRun={can(actor.role, 'run:create')} />
      <RefreshWhile isMoving={costs.inProgress.runs > 0} />
    </Content>
  );
}
