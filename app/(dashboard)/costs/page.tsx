import type { Metadata } from 'next';
import { BudgetAlerts } from '#components/budgets/budget-alerts.tsx';
import { CostsHeader } from '#components/reports/costs-header.tsx';
import { CostsScreen } from '#components/reports/costs-screen.tsx';
import { CostsTabs } from '#components/reports/costs-tabs.tsx';
import { NoCosts } from '#components/reports/no-costs.tsx';
import { PeriodPicker } from '#components/reports/period-picker.tsx';
import { Content } from '#components/ui/content.tsx';
import { RefreshWhile } from '#components/ui/refresh-while.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { listBudgetAlerts } from '#lib/budgets/server/budget-alerts.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { parseCostView } from '#lib/reports/cost-view.ts';
import { dayOf } from '#lib/reports/period.ts';
import { getCostsPage } from '#lib/reports/server/costs-page.ts';

export const metadata: Metadata = { title: 'Costs' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CostsPage({ searchParams }: Props) {
  const actor = await requirePageActor();
  if (!can(actor.role, 'cost:own')) return <NoCosts role={actor.role} />;
  const view = parseCostView(await searchParams, dayOf(now()));
  const [costs, alerts] = await Promise.all([getCostsPage(db(), actor, view), listBudgetAlerts(db(), actor)]);
  return (
    <Content>
      <CostsHeader view={view} costs={costs} />
      <CostsTabs current="spending" />
      <BudgetAlerts alerts={alerts} />
      <PeriodPicker view={view} />
      <CostsScreen view={view} costs={costs} mayRun={can(actor.role, 'run:create')} />
      <RefreshWhile isMoving={costs.inProgress.runs > 0} />
    </Content>
  );
}
