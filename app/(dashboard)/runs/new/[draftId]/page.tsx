import { redirect } from 'next/navigation';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { getDraft } from '#lib/runs/server/draft-queries.ts';

/** A draft's own address leads to the furthest step that was looked at. */
export default async function DraftPage({ params }: { params: Promise<{ draftId: string }> }) {
  const { workspaceId } = await requirePageActor();
  const { id, form } = await orNotFound(getDraft(workspaceId, (await params).draftId));
  redirect(`/runs/new/${id}/${form.reached}`);
}
