import { Card } from '#components/ui/card.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import { formatCount } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { issueAt, type SetDraft } from './run-draft.ts';

type RowFieldsProps = { draft: RunDraft; setDraft: SetDraft; rowCount: number; issues: readonly Issue[] };

/** How many rows are asked about. */
export function RowFields({ draft, setDraft, rowCount, issues }: RowFieldsProps) {
  return (
    <Card title="Rows">
      <div className="max-w-80">
        <TextField
          label="Only the first rows (optional)"
          name="rowLimit"
          value={draft.rowLimit}
          onChange={(rowLimit) => setDraft({ rowLimit })}
          error={issueAt(issues, 'rows')}
          placeholder={`All ${formatCount(rowCount)} rows`}
          description="A few rows first is a cheap way to see whether the instruction works."
        />
      </div>
    </Card>
  );
}
