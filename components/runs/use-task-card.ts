import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { listColumnValuesAction, measureColumnsAction } from '#lib/datasets/actions.ts';
import { countOf } from '#lib/format.ts';
import { withoutGuess } from '#lib/runs/change-form.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { columnsWithRole } from '#lib/templates/column-roles.ts';
import { type FilledCard, fillCard, type Task } from '#lib/templates/task-cards.ts';
import type { SetDraft } from './run-draft.ts';

/** Fewer are no choice, more are no list a person looks through. */
const LABELS = { least: 2, most: 50 };

type Change = Partial<RunDraft>;
/** `textChoices` are columns to choose the text from; then nothing is changed yet. */
type Filled = { task: Task; change: Change; sentence: string; textChoices: readonly string[] };
type Wanted = { task: Task; textName?: string };

/** Fills a card in. What stood there before is kept until the next card, and can be brought back. */
export function useTaskCard(datasetId: string, draft: RunDraft, setDraft: SetDraft) {
  const client = useQueryClient();
  const before = useRef<Change | null>(null);
  const fill = useMutation({
    mutationFn: async ({ task, textName }: Wanted): Promise<Filled> => {
      const columns = await client.fetchQuery({
        queryKey: ['datasets', datasetId, 'columns', 'measured'],
        queryFn: () => measured(datasetId),
        staleTime: Number.POSITIVE_INFINITY,
      });
      const start: RunDraft = { ...draft, ...withoutGuess(draft) };
      const hidden = new Set([...columnsWithRole(start, 'never'), start.goldColumn].filter((name) => name !== ''));
      const card = fillCard(task, columns, hidden, textName);
      if (card.textChoices.length > 0)
        return {
          ...{ task, change: {}, textChoices: card.textChoices },
          sentence: 'Several columns may hold the text. Nothing is changed until you choose one.',
        };
      const found = card.labelColumn === null ? [] : await labelsIn(datasetId, card.labelColumn);
      const change = { ...withoutGuess(draft), ...changeOf(card, found) };
      return { task, change, sentence: sentenceFor(card, found.length), textChoices: [] };
    },
    onSuccess: ({ change, textChoices }) => {
      if (textChoices.length > 0) return;
      const { system, user, answerKind, labels, labelsBy, goldColumn } = draft;
      before.current = { system, user, answerKind, labels, labelsBy, goldColumn };
      setDraft(change);
    },
  });
  const { data } = fill;
  return {
    fill: (task: Task, textName?: string) => fill.mutate({ task, ...(textName !== undefined && { textName }) }),
    pendingTask: fill.isPending ? fill.variables.task : null,
    /** The card whose words stand in the instruction as it wrote them. */
    filledTask: data && data.change.user === draft.user ? data.task : null,
    asked: data && data.textChoices.length > 0 ? { task: data.task, columns: data.textChoices } : null,
    sentence: data?.sentence ?? null,
    isFailed: fill.isError,
    undo() {
      if (before.current) setDraft(before.current);
      fill.reset();
    },
    dismiss: () => fill.reset(),
  };
}

function changeOf(card: FilledCard, found: readonly string[]): Change {
  const { system, user, answerKind } = card;
  const written: Change = { system, user, answerKind };
  if (found.length > 0 && card.labelColumn !== null)
    return { ...written, labels: found.join('\n'), labelsBy: 'column', goldColumn: card.labelColumn };
  return card.labels.length > 0 ? { ...written, labels: card.labels.join('\n'), labelsBy: 'card' } : written;
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

function sentenceFor(card: FilledCard, labelCount: number): string {
  const uses = card.columns.length === 0 ? 'No column fits, so none is used yet.' : `Uses ${card.columns.join(', ')}.`;
  if (labelCount > 0)
    return `${uses} ${countOf(labelCount, 'label')} taken from ${card.labelColumn}, which is the gold answer now.`;
  if (card.answerKind === 'label' && card.labels.length === 0) return `${uses} Write your labels under “Answer”.`;
  return card.labels.length > 0 ? `${uses} The answer is a number from 1 to 5.` : uses;
}
