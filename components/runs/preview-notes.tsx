import type { Dataset } from '#lib/datasets/schema.ts';
import { countOf, formatCount } from '#lib/format.ts';
import { outputOf } from '#lib/runs/answer-draft.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { emptyCellsOf, emptyCellsSentence } from '#lib/runs/empty-cells.ts';
import type { RenderedRow } from './render-row.ts';
import { useRowTokens } from './use-preview-row.ts';

const MAX_NAMES = 8;

type PreviewNotesProps = { dataset: Dataset; rowIndex: number; rendered: RenderedRow; draft: RunDraft };

/** What there is to know about this row's request: its length, its empty cells, and the columns that go out. */
export function PreviewNotes({ dataset, rowIndex, rendered, draft }: PreviewNotesProps) {
  const { system, user, model } = draft;
  const counted = useRowTokens(
    { datasetId: dataset.id, rowIndex, prompt: { system, user }, output: outputOf(draft), model },
    rendered.kind === 'text',
  );
  const { used, empty } = rendered;
  const emptyCells = emptyCellsOf(used, dataset.columns);
  return (
    <div className="mt-3 flex flex-col gap-1 text-xs break-words text-ink-muted">
      {empty.length > 0 && (
        <p className="text-warn">
          {namesOf(empty)} {empty.length === 1 ? 'is' : 'are'} empty in this row.
        </p>
      )}
      {emptyCells && <p className="text-warn">{emptyCellsSentence(emptyCells, dataset.rowCount, draft.dedupe)}</p>}
      {counted && (
        <p>
          {counted.isExact ? '' : 'About '}
          {countOf(counted.tokens, 'token')} go out for this row
          {counted.isExact ? '.' : ', counted as for GPT-4o: the words of this model are not known.'}
        </p>
      )}
      <p>
        {used.length === 0
          ? 'No column is used yet: every row would be asked the same.'
          : `Sent to the provider: ${namesOf(used)}. Every other column stays here.`}
      </p>
    </div>
  );
}

function namesOf(columns: readonly string[]): string {
  const more = columns.length - MAX_NAMES;
  return `${columns.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}
