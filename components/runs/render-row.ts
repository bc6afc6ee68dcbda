import { AppError } from '#lib/errors.ts';
import { outputOf } from '#lib/runs/answer-draft.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { columnsUsed } from '#lib/templates/render.ts';
import { type Piece, renderPieces } from '#lib/templates/render-pieces.ts';

/** A draft filled with one row: the texts, or why there are none. `used` and `empty` are columns of the instruction. */
export type RenderedRow = { used: string[]; empty: string[] } & (
  | { kind: 'text'; system: Piece[] | null; user: Piece[] }
  | { kind: 'problem'; sentence: string }
  | { kind: 'loading' }
);

/** Renders as the worker will; `values` are null while the row is on its way. */
export function renderRow(draft: RunDraft, columns: readonly string[], values: readonly string[] | null): RenderedRow {
  const used = columnsUsed(draft, columns);
  const empty = values === null ? [] : used.filter((column) => values[columns.indexOf(column)] === '');
  const columnsOf = { used, empty };
  if (draft.user.trim() === '')
    return { ...columnsOf, kind: 'problem', sentence: 'Write an instruction to see it filled in here.' };
  if (values === null) return { ...columnsOf, kind: 'loading' };
  try {
    const { system, user } = draft;
    return {
      ...columnsOf,
      kind: 'text',
      ...renderPieces({ system, user }, columns, values, labelGuide(outputOf(draft))),
    };
  } catch (error) {
    if (error instanceof AppError) return { ...columnsOf, kind: 'problem', sentence: error.message };
    throw error;
  }
}
