import type { ReactNode } from 'react';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Receipt, Run } from '#lib/runs/schema.ts';
import { LaunchButton } from './launch-button.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { SimulatedBadge } from './simulated-badge.tsx';
import { StatusBadge } from './status-badge.tsx';

/** A run that is not launched yet: its price, and the button that launches it. */
export function DraftScreen({ run, receipt, children }: { run: Run; receipt: Receipt; children: ReactNode }) {
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
        action={<LinkButton href={`/runs/new?edit=${run.id}`}>Edit</LinkButton>}
      >
        Not launched yet. Nothing was sent, nothing was paid.
      </PageHeader>
      <div className="flex flex-col gap-6">
        <ReceiptCard receipt={receipt} run={run} />
        <LaunchButton runId={run.id} expectedUsd={receipt.expectedUsd} isSimulated={run.simulated} />
        {children}
      </div>
    </div>
  );
}
