import { TextField } from '#components/ui/text-field.tsx';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { problemsOf, rowsOf } from './label-rows.ts';
import type { SetDraft } from './run-draft.ts';
import { newRowId } from './use-label-rows.ts';

/** The same list as plain text, for those who are quicker that way. What labels mean stays with them. */
export function LabelText({ draft, setDraft }: { draft: RunDraft; setDraft: SetDraft }) {
  const rows = rowsOf(draft.labels, '', [], newRowId);
  const problems = problemsOf(rows);
  const first = rows.find((row) => problems.has(row.id));
  return (
    <TextField
      label="Labels, one per line"
      name="labels"
      rows={12}
      value={draft.labels}
      onChange={(labels) => setDraft({ labels })}
      error={first && `“${first.label.slice(0, 60)}”: ${problems.get(first.id)}`}
    />
  );
}
