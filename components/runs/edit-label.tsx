import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ModalBox } from '#components/ui/modal-box.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { formatCount } from '#lib/format.ts';
import { MAX_DESCRIPTION_CHARS, MAX_LABEL_CHARS } from '#lib/templates/limits.ts';
import type { LabelRow } from './label-rows.ts';

type EditLabelProps = {
  rows: readonly LabelRow[];
  editedId: string | null;
  setEditedId: (id: string | null) => void;
  onSave: (rows: readonly LabelRow[]) => void;
};

/** Renames a label and says what it means; "Save and next" goes through the whole list without closing. */
export function EditLabel({ rows, editedId, setEditedId, onSave }: EditLabelProps) {
  const at = rows.findIndex((row) => row.id === editedId);
  const row = rows[at];
  return (
    <ModalBox
      title={`Label ${formatCount(at + 1)} of ${formatCount(rows.length)}`}
      open={{ isOpen: row !== undefined, onOpenChange: (isOpen) => isOpen || setEditedId(null) }}
    >
      {(close) =>
        row && (
          <LabelForm
            // A new label starts with its own texts.
            key={row.id}
            row={row}
            others={rows}
            close={close}
            nextId={rows[at + 1]?.id ?? null}
            onSave={(changed, nextId) => {
              onSave(rows.map((other) => (other.id === changed.id ? changed : other)));
              setEditedId(nextId);
            }}
          />
        )
      }
    </ModalBox>
  );
}

type LabelFormProps = {
  row: LabelRow;
  others: readonly LabelRow[];
  nextId: string | null;
  close: () => void;
  onSave: (row: LabelRow, nextId: string | null) => void;
};

function LabelForm({ row, others, nextId, close, onSave }: LabelFormProps) {
  const [label, setLabel] = useState(row.label);
  const [description, setDescription] = useState(row.description);
  const changed = { ...row, label: oneLine(label), description: oneLine(description) };
  const problem = problemOf(changed, others);
  const [isChecked, setChecked] = useState(false);

  function save(next: string | null) {
    setChecked(true);
    if (problem === null) onSave(changed, next);
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    // The dialog stands inside the form of the page, as React sees it: only this one is sent.
    event.stopPropagation();
    save(null);
  }

  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      <TextField
        label="Label"
        name="label"
        autoFocus
        isRequired
        maxLength={MAX_LABEL_CHARS}
        value={label}
        onChange={setLabel}
        error={isChecked || label.trim() !== '' ? (problem ?? undefined) : undefined}
      />
      <TextField
        label="What it means (optional)"
        name="description"
        rows={3}
        maxLength={MAX_DESCRIPTION_CHARS}
        value={description}
        onChange={setDescription}
        placeholder="The card is gone or stolen, not just damaged."
        description="The model reads it with every row, so a few words for the labels that are easily confused go a long way."
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Cancel</Button>
        {nextId !== null && <Button onPress={() => save(nextId)}>Save and next</Button>}
        <Button type="submit" kind="primary">
          Save
        </Button>
      </div>
    </form>
  );
}

function problemOf({ id, label }: LabelRow, others: readonly LabelRow[]): string | null {
  if (label === '') return 'A label may not be empty.';
  const same = others.findIndex((other) => other.label === label && other.id !== id);
  return same === -1 ? null : `Label ${formatCount(same + 1)} is called so already.`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
