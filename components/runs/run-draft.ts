import type { z } from 'zod';
import type { Issue } from '#lib/errors.ts';
import { DEFAULT_ATTEMPTS, RunInput } from '#lib/runs/schema.ts';
import { columnsWithRole, type GivenRoles, withRole } from '#lib/templates/column-roles.ts';
import { answerDraftOf, outputOf } from './answer-draft.ts';

/** The form as it stands: what was typed, not yet checked. Empty text means "not given". */
export type RunDraft = {
  name: string;
  system: string;
  user: string;
  answerKind: 'text' | 'label';
  /** One label per line. */
  labels: string;
  /** What labels mean, one line each: the label, a tab, its description. */
  descriptions: string;
  goldColumn: string;
  /** What columns are for, by name, where a person said it. */
  roles: GivenRoles['roles'];
  model: string;
  connection: string;
  rowLimit: string;
  maxAttempts: string;
  maxOutputTokens: string;
  temperature: string;
  /** The version of a template it was filled from. */
  templateVersionId: string;
};

export type SetDraft = (change: Partial<RunDraft>) => void;

export function emptyDraft(defaults: Partial<RunDraft>): RunDraft {
  return {
    name: '',
    system: '',
    user: '',
    answerKind: 'text',
    labels: '',
    descriptions: '',
    goldColumn: '',
    roles: {},
    model: '',
    connection: '',
    rowLimit: '',
    maxAttempts: String(DEFAULT_ATTEMPTS),
    maxOutputTokens: '',
    temperature: '',
    templateVersionId: '',
    ...defaults,
  };
}

/** The form of a draft that was saved before. */
export function draftOf(input: RunInput): RunDraft {
  return {
    name: input.name ?? '',
    system: input.prompt.system ?? '',
    user: input.prompt.user,
    ...answerDraftOf(input.output),
    goldColumn: input.goldColumn ?? '',
    roles: rolesOf(input),
    model: input.model,
    connection: input.connection ?? '',
    rowLimit: input.rows.limit?.toString() ?? '',
    maxAttempts: String(input.retry.maxAttempts),
    maxOutputTokens: input.parameters.maxOutputTokens?.toString() ?? '',
    temperature: input.parameters.temperature?.toString() ?? '',
    templateVersionId: input.templateVersionId ?? '',
  };
}

function rolesOf({ idColumn, neverSend }: RunInput): GivenRoles['roles'] {
  let given: GivenRoles = { roles: {}, goldColumn: '' };
  for (const column of neverSend) given = withRole(given, column, 'never');
  return idColumn === undefined ? given.roles : withRole(given, idColumn, 'id').roles;
}

export type DraftCheck = { ok: true; input: RunInput } | { ok: false; issues: Issue[] };

/**
 * What the form would send. `saved` is the input the form was filled from; what it has no field for is kept.
 */
export function checkDraft(datasetId: string, draft: RunDraft, saved?: RunInput): DraftCheck {
  const parsed = RunInput.safeParse(rawInput(datasetId, draft, saved));
  if (parsed.success) return { ok: true, input: parsed.data };
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { ok: false, issues };
}

function rawInput(datasetId: string, draft: RunDraft, saved?: RunInput): z.input<typeof RunInput> {
  const [idColumn] = columnsWithRole(draft, 'id');
  const { temperature: _t, maxOutputTokens: _m, ...otherParameters } = saved?.parameters ?? {};
  return {
    ...(saved && { batch: saved.batch, dedupe: saved.dedupe }),
    ...(saved?.budgetUsd && { budgetUsd: saved.budgetUsd }),
    datasetId,
    model: draft.model,
    prompt: { user: draft.user, ...(draft.system.trim() !== '' && { system: draft.system }) },
    output: outputOf(draft),
    parameters: {
      ...otherParameters,
      ...(draft.maxOutputTokens.trim() !== '' && { maxOutputTokens: numberOf(draft.maxOutputTokens) }),
      ...(draft.temperature.trim() !== '' && { temperature: numberOf(draft.temperature) }),
    },
    rows: draft.rowLimit.trim() === '' ? {} : { limit: numberOf(draft.rowLimit) },
    retry: { maxAttempts: numberOf(draft.maxAttempts) },
    ...(draft.name.trim() !== '' && { name: draft.name }),
    ...(draft.connection !== '' && { connection: draft.connection }),
    ...(draft.goldColumn !== '' && { goldColumn: draft.goldColumn }),
    ...(idColumn !== undefined && { idColumn }),
    neverSend: columnsWithRole(draft, 'never'),
    ...(draft.templateVersionId !== '' && { templateVersionId: draft.templateVersionId }),
  };
}

/** People write 10,000. */
function numberOf(text: string): number {
  return Number(text.trim().replaceAll(',', ''));
}

/** The sentence to show at a field: the first issue at it or below it. */
export function issueAt(issues: readonly Issue[], path: string): string | undefined {
  return issues.find((issue) => issue.path === path || issue.path?.startsWith(`${path}.`))?.message;
}
