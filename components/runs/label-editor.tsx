'use client';

import { Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sortable, usePreparedSortable } from '#components/ui/sortable.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { labelLimitProblem } from '#lib/templates/label-limits.ts';
import { MAX_LABELS } from '#lib/templates/limits.ts';
import { EditLabel } from './edit-label.tsx';
import { addLabels, type LabelRow, moveRows, type NewLabel, problemsOf } from './label-rows.ts';
import { LabelText } from './label-text.tsx';
import { LabelTools } from './label-tools.tsx';
import { NewLabelField } from './new-label-field.tsx';
import type { SetDraft } from './run-draft.ts';
import { newRowId, useLabelRows } from './use-label-rows.ts';

type LabelEditorProps = {
  datasetId: string;
  columns: readonly string[];
  draft: RunDraft;
  setDraft: SetDraft;
  error: string | undefined;
};

/** The list of labels: typed, pasted or taken from a column; put in order, renamed, explained, removed. */
export function LabelEditor({ datasetId, columns, draft, setDraft, error }: LabelEditorProps) {
  const { rows, save } = useLabelRows(draft, setDraft);
  usePreparedSortable();
  const [note, setNote] = useState('');
  const [editedId, setEditedId] = useState<string | null>(null);
  const [isText, setText] = useState(false);
  const problem = limitProblem(rows);

  function add(labels: readonly NewLabel[]) {
    const { rows: next, added, repeated } = addLabels(rows, labels, newRowId);
    save(next);
    setNote(addedSentence(added, repeated));
  }

  function change(next: readonly LabelRow[], sentence: string) {
    save(next);
    setNote(sentence);
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">Labels</legend>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <p aria-hidden className="text-sm font-medium">
          Labels <span className="font-normal text-ink-muted tabular-nums">({formatCount(rows.length)})</span>
        </p>
        <LabelTools
          {...{ datasetId, columns, rows, isText, setText }}
          goldColumn={draft.goldColumn}
          onAdd={add}
          onChange={change}
        />
      </div>
      {!isText && <NewLabelField onAdd={add} />}
      {isText && <LabelText draft={draft} setDraft={setDraft} />}
      {!isText && rows.length === 0 && <NoLabels />}
      {!isText && rows.length > 0 && (
        <LabelList
          rows={rows}
          onChange={change}
          onEdit={setEditedId}
          onMove={(ids, to) => change(moveRows(rows, ids, to), '')}
        />
      )}
      <p role="status" className="text-xs text-ink-muted empty:hidden">
        {note}
      </p>
      {(problem || error) && <Alert tone={problem ? 'warn' : 'bad'}>{problem ?? error}</Alert>}
      <EditLabel rows={rows} editedId={editedId} setEditedId={setEditedId} onSave={save} />
    </fieldset>
  );
}

/** What no single label is to blame for. */
function limitProblem(rows: readonly LabelRow[]): string | null {
  if (rows.length > MAX_LABELS)
    return `A list may have ${formatCount(MAX_LABELS)} labels; this one has ${formatCount(rows.length)}.`;
  return labelLimitProblem(rows.map((row) => row.label));
}

function addedSentence(added: number, repeated: readonly string[]): string {
  const [first] = repeated;
  const sentences = [
    added > 0 ? `${countOf(added, 'label')} added.` : null,
    repeated.length === 1 ? `“${first}” is in the list already.` : null,
    repeated.length > 1 ? `${formatCount(repeated.length)} were in the list already, such as “${first}”.` : null,
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ') || 'There was no label in that.';
}

function NoLabels() {
  return (
    <p className="rounded-md border border-dashed border-line-strong px-4 py-6 text-center text-ink-muted">
      No labels yet. Type one above, paste a list, or take the values of a column.
    </p>
  );
}

type LabelListProps = {
  rows: readonly LabelRow[];
  onChange: (rows: readonly LabelRow[], sentence: string) => void;
  onEdit: (id: string) => void;
  onMove: (ids: ReadonlySet<string>, target: { id: string; isBefore: boolean }) => void;
};

function LabelList({ rows, onChange, onEdit, onMove }: LabelListProps) {
  const problems = problemsOf(rows);
  const items = rows.map((row) => ({
    id: row.id,
    title: row.label,
    detail: row.description,
    problem: problems.get(row.id),
  }));
  return (
    <Sortable
      label="Labels, in order"
      items={items}
      onMove={onMove}
      actions={({ id, title }) => (
        <span className="flex shrink-0">
          <Button kind="icon" label={`Edit ${title}`} onPress={() => onEdit(id)}>
            <Pencil aria-hidden className="size-4" />
          </Button>
          <Button
            kind="icon"
            label={`Remove ${title}`}
            onPress={() =>
              onChange(
                rows.filter((row) => row.id !== id),
                `“${title}” removed.`,
              )
            }
          >
            <X aria-hidden className="size-4" />
          </Button>
        </span>
      )}
    />
  );
}
