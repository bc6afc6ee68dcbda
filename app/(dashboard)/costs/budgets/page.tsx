import type { Metadata } from 'next';
import { BudgetAlerts } from '#components/budgets/budget-alerts.tsx';
import { BudgetsScreen } from '#components/budgets/budgets-screen.tsx';
import { NewBudgetButton } from '#components/budgets/new-budget-button.tsx';
import { CostsTabs } from '#components/reports/costs-tabs.tsx';
import { Content } from '#components/ui/content.tsx';
import { OnlyLooking } from '#components/ui/only-looking.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RefreshWhile } from '#components/ui/refresh-while.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { monthAt, parseMonth } from '#lib/budgets/month.ts';
import { listBudgetAlerts } from '#lib/budgets/server/budget-alerts.ts';
import { listBudgetPeople, listBudgets } from '#lib/budgets/server/budget-queries.ts';
import { db } from '#lib/platform/db/client.ts';
import { now } from '#lib/platform/db/clock.ts';
import { listRunLabels } from '#lib/runs/server/label-queries.ts';

export const metadata: Metadata = { title: 'Budgets' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function BudgetsPage({ searchParams }: Props) {
  const actor = await requirePageActor();
  if (!can(actor.role, 'budget:read')) return <NoBudgets role={actor.role} />;
  const thisMonth = monthAt(now());
  const asked = parseMonth([(await searchParams).month].flat()[0] ?? '');
  const month = asked && asked.key < thisMonth.key ? asked : thisMonth;
  const mayChange = can(actor.role, 'budget:manage');
  const [budgets, alerts, people, labels] = await Promise.all([
    listBudgets(db(), actor, month),
    listBudgetAlerts(db(), actor),
    mayChange ? listBudgetPeople(db(), actor.workspaceId) : [],
    listRunLabels(db(), actor.workspaceId),
  ]);
  return (
    <Content>
      <div className="-mb-6">
        <PageHeader
          title="Budgets"
          action={mayChange && budgets.length > 0 && <NewBudgetButton {...{ people, labels }} />}
        >
          What a month may cost, and how much of it is used.
        </PageHeader>
      </div>
      <CostsTabs current="budgets" />
      <BudgetAlerts alerts={alerts} />
      <BudgetsScreen {...{ budgets, month, thisMonth, mayChange, people, labels }} />
      <RefreshWhile isMoving={budgets.some(({ underWayRuns }) => underWayRuns > 0)} />
    </Content>
  );
}

/** Stands where budgets would, for who may not see them. */
function NoBudgets({ role }: { role: string }) {
  return (
    <Content>
      <PageHeader title="Budgets" />
      <OnlyLooking role={role} what="see budgets" />
    </Content>
  );
}
