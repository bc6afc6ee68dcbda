import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ResultDetail } from '#components/results/result-detail.tsx';
import { ResultsHeader } from '#components/results/results-header.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { getResult, getResultSheet } from '#lib/results/server/result-queries.ts';

type Props = { params: Promise<{ runId: string; row: string }> };

/** The address counts as people do, from 1. */
const ROW_NUMBER = /^[1-9]\d{0,8}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { row } = await params;
  if (!ROW_NUMBER.test(row)) notFound();
  return { title: `Row ${row}` };
}

export default async function ResultPage({ params }: Props) {
  const { workspaceId, role } = await requirePageActor();
  const { runId, row } = await params;
  if (!ROW_NUMBER.test(row)) notFound();
  const sheet = await orNotFound(getResultSheet(db(), workspaceId, runId));
  const detail = await orNotFound(getResult(db(), workspaceId, runId, Number(row) - 1));
  return (
    <div className="max-w-4xl">
      <ResultsHeader
        sheet={sheet}
        row={Number(row)}
        action={
          <>
            {Number(row) > 1 && (
              <LinkButton href={`/runs/${runId}/results/${Number(row) - 1}`}>Previous row</LinkButton>
            )}
            {Number(row) < sheet.counts.total && (
              <LinkButton href={`/runs/${runId}/results/${Number(row) + 1}`}>Next row</LinkButton>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <ResultDetail sheet={sheet} row={detail} canRetry={can(role, 'run:retry')} />
      </div>
    </div>
  );
}
