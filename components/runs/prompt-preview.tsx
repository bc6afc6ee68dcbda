import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { AppError } from '#lib/errors.ts';
import { formatCount } from '#lib/format.ts';
import { outputOf } from '#lib/runs/answer-draft.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { columnsUsed, compilePrompt } from '#lib/templates/render.ts';
import { usePreviewRow } from './use-preview-row.ts';

const MAX_SHOWN_CHARS = 10_000;

type PromptPreviewProps = {
  datasetId: string;
  columns: readonly string[];
  rowCount: number;
  draft: RunDraft;
};

/** What will be sent for one row, letter by letter, and which columns leave the building. */
export function PromptPreview({ datasetId, columns, rowCount, draft }: PromptPreviewProps) {
  const [rowIndex, setRowIndex] = useState(0);
  const { values, isError } = usePreviewRow(datasetId, rowIndex);
  const deferred = useDeferredValue(draft);
  const { system, user } = deferred;
  const guide = useMemo(() => labelGuide(outputOf(deferred)), [deferred]);
  const rendered = useMemo(
    () => renderRow({ system, user }, { columns, guide, values }),
    [system, user, guide, columns, values],
  );
  const used = useMemo(() => columnsUsed({ system, user }, columns), [system, user, columns]);
  return (
    <Card
      title={`As sent for row ${formatCount(rowIndex + 1)}`}
      action={
        <div className="flex gap-1">
          <Button kind="quiet" isDisabled={rowIndex === 0} onPress={() => setRowIndex(rowIndex - 1)}>
            Previous row
          </Button>
          <Button kind="quiet" isDisabled={rowIndex + 1 >= rowCount} onPress={() => setRowIndex(rowIndex + 1)}>
            Next row
          </Button>
        </div>
      }
    >
      <ScrollArea label="Rendered instruction">
        {isError && <p className="text-warn">The row could not be loaded. The instruction itself is not lost.</p>}
        {rendered.kind === 'problem' && <p className="text-ink-muted">{rendered.sentence}</p>}
        {rendered.kind === 'text' && (
          <div className="flex flex-col gap-3 font-mono text-xs break-words whitespace-pre-wrap">
            {rendered.system && (
              <p className="border-b border-line pb-3 text-ink-muted">{shortened(rendered.system)}</p>
            )}
            <p>{shortened(rendered.user)}</p>
          </div>
        )}
      </ScrollArea>
      <p className="mt-3 text-xs break-words text-ink-muted">
        {used.length === 0
          ? 'No column is used yet: every row would be asked the same.'
          : `Sent to the provider: ${used.join(', ')}. Every other column stays here.`}
      </p>
    </Card>
  );
}

/** A cell of 5 MB is sent whole, and shown in part. */
function shortened(text: string): string {
  if (text.length <= MAX_SHOWN_CHARS) return text;
  return `${text.slice(0, MAX_SHOWN_CHARS)}… (and ${formatCount(text.length - MAX_SHOWN_CHARS)} more characters)`;
}

type Rendered = { kind: 'text'; system?: string; user: string } | { kind: 'problem'; sentence: string };

function renderRow(
  prompt: { system: string; user: string },
  { columns, guide, values }: { columns: readonly string[]; guide: string | null; values: readonly string[] | null },
): Rendered {
  if (prompt.user.trim() === '') return { kind: 'problem', sentence: 'Write an instruction to see it filled in here.' };
  if (values === null) return { kind: 'problem', sentence: 'Loading the row.' };
  try {
    return { kind: 'text', ...compilePrompt(prompt, columns, guide).render(values) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'problem', sentence: error.message };
    throw error;
  }
}
