import { FileSearch, Gauge, Languages, type LucideIcon, PenLine, ScrollText, Tags, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
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
  const card = useTaskCard(datasetId, draft, setDraft);
  const { fill, pendingTask, filledTask } = card;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">Start from a task, or write your own below</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {TASKS.map((task) => {
          const { label, text, Icon } = CARDS[task];
          return (
            <button
              key={task}
              type="button"
              aria-pressed={task === filledTask}
              onClick={() => pendingTask === null && fill(task)}
              className={`flex min-w-0 gap-2 rounded-md border p-2.5 text-left hover:bg-accent-soft ${
                task === filledTask ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'
              } ${task === pendingTask ? 'cursor-progress' : ''}`}
            >
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
              <span className="min-w-0">
                <span className="block font-medium">{label}</span>
                <span className="block text-xs text-ink-muted">{text}</span>
              </span>
            </button>
          );
        })}
      </div>
      <CardNote {...card} />
      {card.asked && <TextChoice key={card.asked.task} {...card.asked} onChoose={fill} />}
    </fieldset>
  );
}

/** What the card did, until that is taken back or waved away. There is always a line, so nothing moves when it goes. */
function CardNote({ sentence, asked, isFailed, undo, dismiss }: ReturnType<typeof useTaskCard>) {
  return (
    <div role="status" className="mt-1 flex min-h-9 flex-wrap items-center gap-x-2 text-xs text-ink-muted">
      <span className={`min-w-0 break-words ${isFailed ? 'text-bad' : ''}`}>
        {isFailed
          ? 'The columns could not be looked at. Press the card again.'
          : (sentence ?? 'A task writes an instruction with the columns of this sheet. It can be undone.')}
      </span>
      {sentence && !asked && (
        <Button kind="chip" onPress={undo}>
          Undo
        </Button>
      )}
      {sentence && (
        <Button kind="icon" label="Dismiss" onPress={dismiss}>
          <X aria-hidden className="size-4" />
        </Button>
      )}
    </div>
  );
}

type TextChoiceProps = { task: Task; columns: readonly string[]; onChoose: (task: Task, column: string) => void };

function TextChoice({ task, columns, onChoose }: TextChoiceProps) {
  return (
    <div className="mt-1 max-w-80">
      <SelectField
        label="Which column holds the text?"
        name="textColumn"
        options={[{ value: '', label: 'Choose a column' }, ...columns.map((name) => ({ value: name, label: name }))]}
        value=""
        onChange={(column) => column !== '' && onChoose(task, column)}
      />
    </div>
  );
}
