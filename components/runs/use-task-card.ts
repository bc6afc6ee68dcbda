import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { listColumnValuesAction, measureColumnsAction } from '#lib/datasets/actions.ts';
import { countOf } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { columnsWithRole } from '#lib/templates/column-roles.ts';
import { type FilledCard, fillCard, type Task } from '#lib/templates/task-cards.ts';
import type { SetDraft } from './run-draft.ts';

/** Fewer are no choice, more are no list a person looks through. */
const LABELS = { least: 2, most: 50 };

type Change = Partial<RunDraft>;
type Filled = { task: Task; change: Change; sentence: string };

/** Fills a card in. What stood there before is kept until the next card, and can be brought back. */
export function useTaskCard(datasetId: string, draft: RunDraft, setDraft: SetDraft) {
  const client = useQueryClient();
  const before = useRef<Change | null>(null);
  const fill = useMutation({
    mutationFn: async (task: Task): Promise<Filled> => {
      const columns = await client.fetchQuery({
        queryKey: ['datasets', datasetId, 'columns', 'measured'],
        queryFn: () => measured(datasetId),
        staleTime: Number.POSITIVE_INFINITY,
      });
      const hidden = new Set([...columnsWithRole(draft, 'never'), draft.goldColumn].filter((name) => name !== ''));
      const card = fillCard(task, columns, hidden);
      const found = card.labelColumn === null ? [] : await labelsIn(datasetId, card.labelColumn);
      const labels = found.length > 0 ? found : card.labels;
      const goldColumn = found.length > 0 && card.labelColumn !== null ? card.labelColumn : null;
      const change: Change = {
        ...{ system: card.system, user: card.user, answerKind: card.answerKind },
        ...(labels.length > 0 && { labels: labels.join('\n') }),
        ...(goldColumn !== null && { goldColumn }),
      };
      return { task, change, sentence: sentenceFor(card, found.length > 0 ? found.length : null) };
    },
    onSuccess: ({ change }) => {
      const { system, user, answerKind, labels, goldColumn } = draft;
      before.current = { system, user, answerKind, labels, goldColumn };
      setDraft(change);
    },
  });
  const isUntouched = fill.data !== undefined && fill.data.change.user === draft.user;
  return {
    fill: (task: Task) => fill.mutate(task),
    pendingTask: fill.isPending ? fill.variables : null,
    filledTask: isUntouched ? fill.data.task : null,
    sentence: isUntouched ? fill.data.sentence : null,
    isFailed: fill.isError,
    undo() {
      if (before.current) setDraft(before.current);
      fill.reset();
    },
  };
}

async function measured(datasetId: string) {
  const result = await measureColumnsAction({ datasetId });
  if (!result.ok) throw new Error(result.error.message);
  return result.data.columns;
}

/** The labels a column holds; none where it holds too many, or one. */
async function labelsIn(datasetId: string, column: string): Promise<string[]> {
  const result = await listColumnValuesAction({ datasetId, column });
  if (!result.ok) return [];
  const values = result.data.values.map(({ value }) => value).toSorted((a, b) => a.localeCompare(b, 'en'));
  return values.length >= LABELS.least && values.length <= LABELS.most ? values : [];
}

function sentenceFor(card: FilledCard, labelCount: number | null): string {
  const uses = card.columns.length === 0 ? 'No column fits, so none is used yet.' : `Uses ${card.columns.join(', ')}.`;
  if (labelCount !== null)
    return `${uses} ${countOf(labelCount, 'label')} taken from ${card.labelColumn}, which is the gold answer now.`;
  if (card.answerKind === 'label' && card.labels.length === 0) return `${uses} Write your labels under “Answer”.`;
  return card.labels.length > 0 ? `${uses} The answer is a number from 1 to 5.` : uses;
}
