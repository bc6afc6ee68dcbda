import { Badge } from '#components/ui/badge.tsx';
import type { Run } from '#lib/runs/schema.ts';
import { runStatusWord } from './run-words.ts';

type StatusBadgeProps = { run: { status: Run['status']; counts: Pick<Run['counts'], 'succeeded'> } };

export function StatusBadge({ run }: StatusBadgeProps) {
  const { tone, word } = runStatusWord(run.status, run.counts);
  return <Badge tone={tone}>{word}</Badge>;
}
