import type { Metadata } from 'next';
import { AnswerStep } from '#components/runs/answer-step.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Answer · New run' };

export default async function DraftAnswerPage() {
  await requirePageActor();
  return <AnswerStep />;
}
