import type { Metadata } from 'next';
import { InstructionStep } from '#components/runs/instruction-step.tsx';
import { requirePageActor } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Instruction · New run' };

export default async function DraftInstructionPage() {
  await requirePageActor();
  return <InstructionStep />;
}
