import type { ReactNode } from 'react';
import { answeredSentence } from '#components/runs/run-words.ts';
import { SimulatedBadge } from '#components/runs/simulated-badge.tsx';
import { StatusBadge } from '#components/runs/status-badge.tsx';
import { BackLink } from '#components/ui/back-link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { ResultSheet } from '#lib/results/schema.ts';

type ResultsHeaderProps = { sheet: ResultSheet; row?: number; action: ReactNode };

/** Whose results these are, and the way back to the run. */
export function ResultsHeader({ sheet, row, action }: ResultsHeaderProps) {
  return (
    <>
      {row === undefined ? (
        <BackLink href={`/runs/${sheet.runId}`}>{sheet.name}</BackLink>
      ) : (
        <BackLink href={`/runs/${sheet.runId}/results`}>Results of {sheet.name}</BackLink>
      )}
      <PageHeader
        title={row === undefined ? 'Results' : `Row ${row}`}
        badge={
          <>
            <StatusBadge run={sheet} />
            {sheet.simulated && <SimulatedBadge />}
          </>
        }
        action={action}
      >
        <span className={sheet.counts.failed > 0 ? 'text-warn' : ''}>{answeredSentence(sheet.counts)}.</span>
      </PageHeader>
    </>
  );
}
