import type { Issue } from '#lib/errors.ts';
import { columnsWithRole } from '#lib/templates/column-roles.ts';
import { outputOf } from './answer-draft.ts';
import { type RunDraft, reusesUnasked } from './draft-form.ts';
import { RunInput } from './schema.ts';

export type DraftCheck = { ok: true; input: RunInput } | { ok: false; issues: Issue[] };

/** What the form asks for, or what is wrong with it. What only the server knows is checked there. */
export function checkDraft(datasetId: string | null, draft: RunDraft): DraftCheck {
  const parsed = RunInput.safeParse(rawInput(datasetId, draft));
  if (parsed.success) return { ok: true, input: parsed.data };
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { ok: false, issues };
}

function rawInput(datasetId: string | null, draft: RunDraft) {
  const [idColumn] = columnsWithRole(draft, 'id');
  return {
    datasetId: datasetId ?? undefined,
    model: draft.model,
    prompt: { user: draft.user, ...(draft.system.trim() !== '' && { system: draft.system }) },
    output: outputOf(draft),
    parameters: {
      ...given('maxOutputTokens', draft.maxOutputTokens, numberOf),
      ...given('temperature', draft.temperature, numberOf),
      ...given('reasoningEffort', draft.reasoningEffort),
    },
    rows: given('limit', draft.rowLimit, numberOf),
    retry: { maxAttempts: numberOf(draft.maxAttempts) },
    batch: given('maxRequests', draft.maxRequests, numberOf),
    ...given('rowsPerRequest', draft.rowsPerRequest, numberOf),
    dedupe: draft.dedupe,
    reuse: draft.reuse === '' ? reusesUnasked(numberOf(draft.temperature)) : draft.reuse === 'yes',
    ...given('name', draft.name),
    ...given('connection', draft.connection),
    ...given('answerColumn', draft.answerColumn),
    ...given('goldColumn', draft.goldColumn),
    ...given('budgetUsd', draft.budgetUsd),
    ...given('deadlineAt', draft.deadlineAt),
    ...given('templateVersionId', draft.templateVersionId),
    ...(idColumn !== undefined && { idColumn }),
    neverSend: columnsWithRole(draft, 'never'),
    labels: draft.runLabels,
  };
}

/** Nothing where nothing was typed. */
function given(name: string, text: string, read: (text: string) => unknown = (all) => all): Record<string, unknown> {
  return text.trim() === '' ? {} : { [name]: read(text) };
}

/** People write 10,000. Nothing is not a number. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replaceAll(',', ''));
}
