import { CheckField } from '#components/ui/check-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import { formatCount } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { MAX_REQUESTS_PER_BATCH, MAX_ROWS_PER_REQUEST } from '#lib/runs/limits.ts';
import { issueAt, type SetDraft } from './run-draft.ts';

type AdvancedFieldsProps = { draft: RunDraft; setDraft: SetDraft; issues: readonly Issue[] };

/** What few people need to change. */
export function AdvancedFields({ draft, setDraft, issues }: AdvancedFieldsProps) {
  const hasProblem = ['retry', 'batch', 'parameters', 'rowsPerRequest'].some(
    (path) => issueAt(issues, path) !== undefined,
  );
  return (
    <details open={hasProblem} className="rounded-lg border border-line bg-surface p-4 sm:p-5">
      <summary className="cursor-pointer text-base font-semibold">Advanced</summary>
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        <TextField
          label="Send a row at most … times"
          name="maxAttempts"
          value={draft.maxAttempts}
          onChange={(maxAttempts) => setDraft({ maxAttempts })}
          error={issueAt(issues, 'retry.maxAttempts')}
          description="Failures that mend themselves are sent again until then."
        />
        <TextField
          label={`${Number(draft.rowsPerRequest) > 1 ? 'Requests' : 'Rows'} in a batch, at most`}
          name="maxRequests"
          value={draft.maxRequests}
          onChange={(maxRequests) => setDraft({ maxRequests })}
          error={issueAt(issues, 'batch.maxRequests')}
          placeholder={formatCount(MAX_REQUESTS_PER_BATCH)}
          description="Smaller batches come back one after the other; the price is the same."
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
        <TextField
          label="Rows in one request"
          name="rowsPerRequest"
          value={draft.rowsPerRequest}
          onChange={(rowsPerRequest) => setDraft({ rowsPerRequest })}
          error={issueAt(issues, 'rowsPerRequest')}
          placeholder="1"
          description={`Up to ${MAX_ROWS_PER_REQUEST} rows share the instruction and the labels. Answers can differ slightly: try it on a few rows first.`}
        />
        <CheckField
          label="Send identical rows once"
          isChecked={draft.dedupe}
          onChange={(dedupe) => setDraft({ dedupe })}
          description="Rows whose instruction reads the same share one answer, and its price is paid once."
        />
      </div>
    </details>
  );
}
