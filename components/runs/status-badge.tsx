import { Badge } from '#components/ui/badge.tsx';
import type { Run } from '#lib/runs/schema.ts';
import { runStatusWord } from './run-words.ts';

export function StatusBadge({ status }: { status: Run['status'] }) {
  const { tone, word } = runStatusWord(status);
  return <Badge tone={tone}>{word}</Badge>;
}
