import { useMemo } from 'react';
import type { Dataset } from '#lib/datasets/schema.ts';
import { countOf, formatCount } from '#lib/format.ts';
import { listPricedModels } from '#lib/pricing/prices.ts';
import { outputOf } from '#lib/runs/answer-draft.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { emptyCellsOf, emptyCellsSentence } from '#lib/runs/empty-cells.ts';
import { Output } from '#lib/templates/schema.ts';
import type { RenderedRow } from './render-row.ts';
import { useRowTokens } from './use-preview-row.ts';

const MAX_NAMES = 8;

type PreviewNotesProps = { dataset: Dataset; rowIndex: number; rendered: RenderedRow; draft: RunDraft };

/** What there is to know about this row's request: its length, its empty cells, and the columns that go out. */
export function PreviewNotes({ dataset, rowIndex, rendered, draft }: PreviewNotesProps) {
  const { system, user, model } = draft;
  // Labels that are not finished do not count yet.
  const output = useMemo(() => Output.safeParse(outputOf(draft)).data ?? { kind: 'text' as const }, [draft]);
  const tokens = useRowTokens(
    { datasetId: dataset.id, rowIndex, prompt: { system, user }, output },
    rendered.kind === 'text',
  );
  const isKnown = listPricedModels().some((price) => price.model === model);
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
      {tokens !== null && (
        <p>
          {isKnown ? '' : 'About '}
          {countOf(tokens, 'token')} go out for this row
          {isKnown ? '.' : ', counted as for GPT-4o: the words of this model are not known.'}
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
