import { Wallet } from 'lucide-react';
import Link from 'next/link';
import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { isUsedUp, leftWords } from '#lib/budgets/budget-bar.ts';
import { monthName, parseMonth } from '#lib/budgets/month.ts';
import type { BudgetAlertView } from '#lib/budgets/schema.ts';
import { DismissBudgetButton } from './dismiss-budget-button.tsx';

/** What Home tells of budgets, among what else needs somebody. */
export function BudgetNeeds({ alerts }: { alerts: readonly BudgetAlertView[] }) {
  return alerts.map((alert) => (
    <li key={alert.budget.id} className="flex gap-2.5 px-4 py-3 text-warn">
      <Wallet aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 grow">
        <Link href="/costs/budgets" className="font-medium break-words text-accent underline-offset-2 hover:underline">
          Budget “{alert.budget.name}”
        </Link>
        <p className="break-words">
          <AlertSentence alert={alert} />
        </p>
      </div>
      <DismissBudgetButton budgetId={alert.budget.id} name={alert.budget.name} />
    </li>
  ));
}

/** The same on the pages of costs. */
export function BudgetAlerts({ alerts }: { alerts: readonly BudgetAlertView[] }) {
  return alerts.map((alert) => (
    <Alert
      key={alert.budget.id}
      tone="warn"
      title={`Budget “${alert.budget.name}”: ${alert.budget.usedPercent} % is spent`}
    >
      <AlertSentence alert={alert} />
      <div className="mt-1 -ml-3">
        <DismissBudgetButton budgetId={alert.budget.id} name={alert.budget.name} />
      </div>
    </Alert>
  ));
}

function AlertSentence({ alert: { budget } }: { alert: BudgetAlertView }) {
  const month = parseMonth(budget.month);
  return (
    <>
      <Amount usd={budget.spentUsd} /> of <Amount usd={budget.amountUsd} /> for {month && monthName(month)} is spent (
      {budget.usedPercent} %): {leftWords(budget)}.
      {budget.pausesLaunches &&
        isUsedUp(budget) &&
        ' New runs are not launched until it is raised or the month is over.'}
    </>
  );
}
