import type { Tone } from '#components/ui/tone.ts';
import type { ResultRow } from '#lib/results/schema.ts';

const WORDS: Record<ResultRow['status'], { tone: Tone; word: string }> = {
  waiting: { tone: 'neutral', word: 'Waiting' },
  in_flight: { tone: 'busy', word: 'In progress' },
  succeeded: { tone: 'good', word: 'Answered' },
  failed: { tone: 'bad', word: 'Failed' },
  canceled: { tone: 'neutral', word: 'Canceled' },
  skipped: { tone: 'neutral', word: 'Skipped' },
};

export function itemStatusWord(status: ResultRow['status']): { tone: Tone; word: string } {
  return WORDS[status];
}
