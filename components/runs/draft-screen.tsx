import type { ReactNode } from 'react';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { can, type MemberRole } from '#lib/auth/roles.ts';
import type { Receipt, Run } from '#lib/runs/schema.ts';
import { LaunchButton } from './launch-button.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { RunLabels } from './run-labels.tsx';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';

type DraftScreenProps = { run: Run; receipt: Receipt; role: MemberRole; children: ReactNode };

/** A run that is not launched yet: its price, and for those who may the button that launches it. */
export function DraftScreen({ run, receipt, role, children }: DraftScreenProps) {
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
        action={can(role, 'run:create') && <LinkButton href={`/runs/new?edit=${run.id}`}>Edit</LinkButton>}
      >
        Not launched yet. Nothing was sent, nothing was paid.
        <RunLabels labels={run.labels} />
      </PageHeader>
      <div className="flex flex-col gap-6">
        <ReceiptCard receipt={receipt} run={run} />
        {can(role, 'run:launch') && (
          <LaunchButton runId={run.id} expectedUsd={receipt.expectedUsd} isSimulated={run.simulated} />
        )}
        {children}
      </div>
    </div>
  );
}
