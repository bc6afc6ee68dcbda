import { FileSearch, Gauge, Languages, type LucideIcon, PenLine, ScrollText, Tags } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from '#components/ui/button.tsx';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { TASKS, type Task } from '#lib/templates/task-cards.ts';
import type { SetDraft } from './run-draft.ts';
import { useTaskCard } from './use-task-card.ts';

const CARDS: Record<Task, { label: string; text: string; Icon: LucideIcon }> = {
  classify: { label: 'Classify', text: 'One label for each row', Icon: Tags },
  extract: { label: 'Extract', text: 'Names, dates, amounts', Icon: FileSearch },
  write: { label: 'Write', text: 'A text from the facts', Icon: PenLine },
  summarize: { label: 'Summarize', text: 'The gist in a sentence', Icon: ScrollText },
  translate: { label: 'Translate', text: 'Into another language', Icon: Languages },
  score: { label: 'Score', text: 'A number from 1 to 5', Icon: Gauge },
};

type TaskCardsProps = { datasetId: string; draft: RunDraft; setDraft: SetDraft };

/** Where to begin: a press writes an instruction that fits this sheet. What stood there can be brought back. */
export function TaskCards({ datasetId, draft, setDraft }: TaskCardsProps) {
  const { fill, pendingTask, filledTask, sentence, isFailed, undo } = useTaskCard(datasetId, draft, setDraft);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">Start from a task, or write your own below</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {TASKS.map((task) => {
          const { label, text, Icon } = CARDS[task];
          return (
            <AriaButton
              key={task}
              aria-pressed={task === filledTask}
              onPress={() => pendingTask === null && fill(task)}
              className={`flex min-w-0 gap-2 rounded-md border p-2.5 text-left hover:bg-accent-soft ${
                task === filledTask ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'
              } ${task === pendingTask ? 'cursor-progress' : ''}`}
            >
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
              <span className="min-w-0">
                <span className="block font-medium">{label}</span>
                <span className="block text-xs text-ink-muted">{text}</span>
              </span>
            </AriaButton>
          );
        })}
      </div>
      <div role="status" className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-ink-muted">
        {sentence && <span className="min-w-0 break-words">{sentence}</span>}
        {sentence && (
          <Button kind="chip" onPress={undo}>
            Undo
          </Button>
        )}
        {isFailed && <span className="text-bad">The columns could not be looked at. Press the card again.</span>}
      </div>
    </fieldset>
  );
}
