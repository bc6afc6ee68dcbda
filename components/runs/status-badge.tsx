import { Badge } from '#components/ui/badge.tsx';
import type { Run } from '#lib/runs/schema.ts';
import { draftWord, runStatusWord } from './run-words.ts';

type StatusBadgeProps = {
  run: { status: Run['status']; counts: Pick<Run['counts'], 'succeeded'>; approval?: Run['approval'] };
};

export function StatusBadge({ run }: StatusBadgeProps) {
  const { status, counts, approval } = run;
  const { tone, word } = (status === 'draft' && draftWord(approval)) || runStatusWord(status, counts);
  return <Badge tone={tone}>{word}</Badge>;
}
