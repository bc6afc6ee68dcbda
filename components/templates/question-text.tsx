import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { formatCount } from '#lib/format.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import type { Question } from '#lib/templates/schema.ts';

const MAX_LABELS_SHOWN = 30;

/** What is said to the model, and which answers there are. */
export function QuestionText({ question }: { question: Pick<Question, 'prompt' | 'output'> }) {
  const { prompt, output } = question;
  const guide = labelGuide(output);
  return (
    <>
      {prompt.system && <PromptText title="Role" text={prompt.system} />}
      <PromptText title="Instruction" text={prompt.user} />
      {guide && <PromptText title="Said with it" text={guide} />}
      {output.kind === 'label' && (
        <p className="mt-3 text-xs break-words text-ink-muted">
          Labels: {output.labels.slice(0, MAX_LABELS_SHOWN).join(', ')}
          {output.labels.length > MAX_LABELS_SHOWN &&
            ` and ${formatCount(output.labels.length - MAX_LABELS_SHOWN)} more`}
        </p>
      )}
    </>
  );
}

function PromptText({ title, text }: { title: string; text: string }) {
  return (
    <div className="mt-4">
      <h3 className="text-xs text-ink-muted">{title}</h3>
      <div className="mt-1 rounded-md bg-sunken p-3">
        <ScrollArea label={title}>
          <pre className="font-mono text-xs break-words whitespace-pre-wrap">{text}</pre>
        </ScrollArea>
      </div>
    </div>
  );
}
