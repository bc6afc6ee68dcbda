import { z } from 'zod';
import { type GivenRoles, withRole } from '#lib/templates/column-roles.ts';
import { MAX_DESCRIPTIONS_CHARS, MAX_LABEL_CHARS, MAX_LABELS, MAX_PROMPT_CHARS } from '#lib/templates/limits.ts';
import { Roles } from '#lib/templates/schema.ts';
import { answerDraftOf } from './answer-draft.ts';
import { DRAFT_STEPS } from './draft-steps.ts';
import { DEFAULT_ATTEMPTS, MAX_REQUESTS_PER_BATCH } from './limits.ts';
import type { RunInput } from './schema.ts';

/** Cheap, quick, and good enough to begin with. */
export const FAVORITE_MODEL = 'gpt-4o-mini';

/** A request to the server may hold 1 MB; the rest of it needs some room. */
const MAX_FORM_BYTES = 900_000;
const TOO_LARGE = 'This is too long to be kept. Shorten the instruction or the labels.';
const MAX_LINE_CHARS = 1_000;

const line = (value = '') => z.string().max(MAX_LINE_CHARS, TOO_LARGE).default(value);
const text = (maxChars: number) => z.string().max(maxChars, TOO_LARGE).default('');

/** Every field of the form. What is typed may be wrong or half done; only its size is limited. Empty text means "not given". */
const FIELDS = {
  /** The furthest step that was looked at: where going on begins. */
  reached: z.enum(DRAFT_STEPS).default('data'),
  name: line(),
  system: text(2 * MAX_PROMPT_CHARS),
  user: text(2 * MAX_PROMPT_CHARS),
  answerKind: z.enum(['text', 'label']).default('text'),
  /** One label per line. */
  labels: text(2 * MAX_LABELS * MAX_LABEL_CHARS),
  /** Who wrote the labels: a person, or a task card, out of itself or out of the gold column. */
  labelsBy: z.enum(['person', 'card', 'column']).default('person'),
  /** What labels mean, one line each: the label, a tab, its description. */
  descriptions: text(2 * MAX_DESCRIPTIONS_CHARS + 2 * MAX_LABELS * MAX_LABEL_CHARS),
  /** What the column of answers is called. */
  answerColumn: line(),
  goldColumn: line(),
  /** What columns are for, by name, where a person said it. */
  roles: Roles.default({}),
  model: line(),
  connection: line(),
  rowLimit: line(),
  maxAttempts: line(String(DEFAULT_ATTEMPTS)),
  maxRequests: line(),
  maxOutputTokens: line(),
  temperature: line(),
  reasoningEffort: line(),
  budgetUsd: line(),
  /** Until when it has to be ready: a moment with its time zone. */
  deadlineAt: line(),
  /** What the run is filed under. */
  runLabels: z.array(z.string().max(MAX_LINE_CHARS, TOO_LARGE)).max(100, TOO_LARGE).default([]),
  /** The version of a template it was filled from. */
  templateVersionId: line(),
  /** So many rows share a request; empty: each has its own. */
  rowsPerRequest: line(),
  /** Rows that ask the same are sent once. */
  dedupe: z.boolean().default(true),
  /** Whether answers of earlier runs are taken; empty while nobody said so. */
  reuse: z.enum(['', 'yes', 'no']).default(''),
};

/** The form of a new run as it stands: what was typed, not yet checked. */
export const RunDraft = z
  .object(FIELDS)
  .refine((form) => new TextEncoder().encode(JSON.stringify(form)).length <= MAX_FORM_BYTES, TOO_LARGE);
export type RunDraft = z.output<typeof RunDraft>;

/** A draft as it is kept on the server, with what another device needs to know about it. */
export const SavedDraft = z.object({
  id: z.string(),
  version: z.int(),
  datasetId: z.string().nullable(),
  form: RunDraft,
  updatedAt: z.string(),
  /** The run it became, once it is launched. */
  launchedRunId: z.string().nullable(),
});
export type SavedDraft = z.infer<typeof SavedDraft>;

export function emptyDraft(defaults: Partial<RunDraft>): RunDraft {
  return { ...RunDraft.parse({}), ...defaults };
}

/** What was stored, by this version of the product or another: a field that cannot be read starts empty. */
export function readDraftForm(stored: unknown): RunDraft {
  if (typeof stored !== 'object' || stored === null) return emptyDraft({});
  const readable = Object.entries(FIELDS).flatMap(([name, field]) => {
    const parsed = field.safeParse(Reflect.get(stored, name));
    return parsed.success ? [[name, parsed.data]] : [];
  });
  return emptyDraft(Object.fromEntries(readable));
}

/** The form that a run's input would have come from. */
export function draftOf(input: RunInput): RunDraft {
  const { prompt, output, parameters, batch } = input;
  return emptyDraft({
    reached: 'launch',
    name: input.name ?? '',
    system: prompt.system ?? '',
    user: prompt.user,
    ...answerDraftOf(output),
    answerColumn: input.answerColumn ?? '',
    goldColumn: input.goldColumn ?? '',
    roles: rolesOf(input),
    model: input.model,
    connection: input.connection ?? '',
    rowLimit: input.rows.limit?.toString() ?? '',
    maxAttempts: String(input.retry.maxAttempts),
    maxRequests: batch.maxRequests === MAX_REQUESTS_PER_BATCH ? '' : String(batch.maxRequests),
    maxOutputTokens: parameters.maxOutputTokens?.toString() ?? '',
    temperature: parameters.temperature?.toString() ?? '',
    reasoningEffort: parameters.reasoningEffort ?? '',
    budgetUsd: input.budgetUsd ?? '',
    deadlineAt: input.deadlineAt ?? '',
    runLabels: input.labels,
    templateVersionId: input.templateVersionId ?? '',
    rowsPerRequest: input.rowsPerRequest === 1 ? '' : String(input.rowsPerRequest),
    dedupe: input.dedupe,
    reuse: input.reuse === reusesUnasked(parameters.temperature) ? '' : input.reuse ? 'yes' : 'no',
  });
}

/** Answers are taken unasked only where asking again is meant to give the same. */
export function reusesUnasked(temperature: number | undefined): boolean {
  return temperature === 0;
}

/** What a run's input says that columns are for, by name. */
export function rolesOf({ idColumn, neverSend }: Pick<RunInput, 'idColumn' | 'neverSend'>): GivenRoles['roles'] {
  let given: GivenRoles = { roles: {}, goldColumn: '' };
  for (const column of neverSend) given = withRole(given, column, 'never');
  return idColumn === undefined ? given.roles : withRole(given, idColumn, 'id').roles;
}
