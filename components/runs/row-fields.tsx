import { Card } from '#components/ui/card.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import { formatCount } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { issueAt, type SetDraft } from './run-draft.ts';

type RowFieldsProps = { draft: RunDraft; setDraft: SetDraft; rowCount: number; issues: readonly Issue[] };

/** How many rows, and what few people need to change. */
export function RowFields({ draft, setDraft, rowCount, issues }: RowFieldsProps) {
  const advanced = ['retry', 'parameters'].some((path) => issueAt(issues, path) !== undefined);
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
      <details className="mt-4" open={advanced}>
        <summary className="cursor-pointer font-medium">More settings</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-3">
          <TextField
            label="Send a row at most … times"
            name="maxAttempts"
            value={draft.maxAttempts}
            onChange={(maxAttempts) => setDraft({ maxAttempts })}
            error={issueAt(issues, 'retry.maxAttempts')}
            description="Failures that mend themselves are sent again until then."
          />
          <TextField
            label="Longest answer, in tokens"
            name="maxOutputTokens"
            value={draft.maxOutputTokens}
            onChange={(maxOutputTokens) => setDraft({ maxOutputTokens })}
            error={issueAt(issues, 'parameters.maxOutputTokens')}
            placeholder="The model’s own limit"
            description="A token is about three quarters of a word. A longer answer is cut off and counts as failed."
          />
          <TextField
            label="Temperature"
            name="temperature"
            value={draft.temperature}
            onChange={(temperature) => setDraft({ temperature })}
            error={issueAt(issues, 'parameters.temperature')}
            placeholder="The model’s own"
            description="0 gives the most alike answers, 2 the most varied."
          />
        </div>
      </details>
    </Card>
  );
}
