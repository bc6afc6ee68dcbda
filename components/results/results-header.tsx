import type { ReactNode } from 'react';
import { InventedNote } from '#components/runs/invented-note.tsx';
import { answeredSentence } from '#components/runs/run-words.ts';
import { SimulatedBadge } from '#components/runs/simulated-badge.tsx';
import { StatusBadge } from '#components/runs/status-badge.tsx';
import { BackLink } from '#components/ui/back-link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { ResultCounts, ResultSheet } from '#lib/results/schema.ts';

type ResultsHeaderProps = { sheet: ResultSheet; now: ResultCounts; action: ReactNode };

/** Whose results these are, how far they are, and the way back to the run. */
export function ResultsHeader({ sheet, now, action }: ResultsHeaderProps) {
  return (
    <>
      <BackLink href={`/runs/${sheet.runId}`}>{sheet.name}</BackLink>
      <PageHeader
        title="Results"
        badge={
          <>
            <StatusBadge run={now} />
            {sheet.simulated && <SimulatedBadge />}
          </>
        }
        action={action}
      >
        <span className={now.counts.failed > 0 ? 'text-warn' : ''}>{answeredSentence(now.counts)}.</span>
        {now.counts.inFlight > 0 && (
          <span> The answers of a batch come here when all of it is done; the run says how far it is.</span>
        )}
        {sheet.isDatasetDeleted && <span> The dataset was deleted since; its rows stay here with their answers.</span>}
      </PageHeader>
      {sheet.simulated && <InventedNote />}
    </>
  );
}
