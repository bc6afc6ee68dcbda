import type { Metadata } from 'next';
import { TryStep } from '#components/runs/try-step.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Try · New run' };

export default async function DraftTryPage() {
  await requirePageActor();
  return <TryStep />;
}
