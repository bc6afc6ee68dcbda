import { notFound, redirect } from 'next/navigation';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { RowNumber } from '#lib/results/schema.ts';

/** The short address of one row leads to it, open beside the sheet. */
export default async function ResultRowPage({ params }: { params: Promise<{ runId: string; row: string }> }) {
  await requirePageActor();
  const { runId, row } = await params;
  const number = RowNumber.safeParse(row);
  if (!number.success) notFound();
  redirect(`/runs/${runId}/results?row=${number.data}`);
}
