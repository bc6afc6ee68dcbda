import { redirect } from 'next/navigation';
import { requirePageActor } from '#lib/auth/server/session.ts';

/** An address of earlier days: a run that is not launched yet is changed as a draft. */
export default async function EditRunPage({ params }: { params: Promise<{ runId: string }> }) {
  await requirePageActor();
  redirect(`/runs/new?edit=${encodeURIComponent((await params).runId)}`);
}
