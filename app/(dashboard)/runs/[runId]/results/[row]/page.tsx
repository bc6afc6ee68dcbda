import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { RowNumber } from '#lib/results/schema.ts';

type Props = { params: Promise<{ runId: string; row: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePageActor();
  return { title: `Row ${requireRow((await params).row)}` };
}

/** The short address of one row leads to it, open beside the sheet. */
export default async function ResultRowPage({ params }: Props) {
  await requirePageActor();
  const { runId, row } = await params;
  redirect(`/runs/${runId}/results?row=${requireRow(row)}`);
}

function requireRow(text: string): number {
  const number = RowNumber.safeParse(text);
  if (!number.success) notFound();
  return number.data;
}
