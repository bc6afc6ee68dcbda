import type { ReactNode } from 'react';
import { BudgetRefusal, RunBudgets, refusalOf } from '#components/budgets/run-budgets.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { RefreshWhile } from '#components/ui/refresh-while.tsx';
import { can, type MemberRole } from '#lib/auth/roles.ts';
import type { RunBudget } from '#lib/budgets/schema.ts';
import type { ApprovalNeed } from '#lib/runs/approval-need.ts';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { Run } from '#lib/runs/schema.ts';
import { ApprovalAnswer } from './approval-answer.tsx';
import { DecisionPart, LaunchPart, ReceiptPart, WaitingPart } from './draft-parts.tsx';
import { RunLabels } from './run-labels.tsx';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';

type DraftScreenProps = {
  run: Run;
  receipt: Receipt;
  role: MemberRole;
  /** Why this person has to ask before the launch; null when they need not. */
  need: ApprovalNeed | null;
  /** Who may approve, by name. */
  deciders: readonly string[];
  /** What budgets say to it. */
  budgets: readonly RunBudget[];
  children: ReactNode;
};

/** A run that is not launched yet: its price, for those who may the button that launches it, and what a lead said of it. */
export function DraftScreen({ run, receipt, role, need, deciders, budgets, children }: DraftScreenProps) {
  const { approval } = run;
  const noRoom = refusalOf(budgets);
  const isAsked = approval?.status === 'requested';
  const editHref = can(role, 'run:create') ? `/runs/new?edit=${run.id}` : null;
  const price = { expectedUsd: receipt.expectedUsd, isSimulated: run.simulated };
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={run.name}
        badge={
          <>
            <StatusBadge run={run} />
            {run.simulated && <SimulatedBadge />}
          </>
        }
        action={editHref && <LinkButton href={editHref}>Edit</LinkButton>}
      >
        Not launched yet. Nothing was sent, nothing was paid.
        <RunLabels labels={run.labels} />
      </PageHeader>
      <div className="flex flex-col gap-6">
        {isAsked && can(role, 'run:approve') && <DecisionPart runId={run.id} approval={approval} {...price} />}
        {isAsked && !can(role, 'run:approve') && (
          <WaitingPart runId={run.id} mayWithdraw={can(role, 'run:launch')} {...{ approval, deciders }} />
        )}
        {approval && <ApprovalAnswer approval={approval} changeHref={editHref} />}
        <ReceiptPart receipt={receipt} run={run} mayCount={can(role, 'run:create')} />
        <RunBudgets budgets={budgets} />
        {noRoom !== null && <BudgetRefusal sentence={noRoom} />}
        {!isAsked && can(role, 'run:launch') && noRoom === null && (
          <LaunchPart runId={run.id} {...price} {...{ need, deciders }} />
        )}
        {children}
      </div>
      {approval && <RefreshWhile isMoving={isAsked} />}
    </div>
  );
}
