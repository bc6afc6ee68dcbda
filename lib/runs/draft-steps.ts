import type { Issue } from '#lib/errors.ts';
import { columnsWithRole, listForbiddenColumns } from '#lib/templates/column-roles.ts';
import { listPromptProblems } from '#lib/templates/render.ts';
import { checkDraft } from './check-draft.ts';
import { DRAFT_STEPS, type DraftStep, type RunDraft } from './draft-form.ts';

/** What is wrong with a draft, by the step where it is put right. Paths are those of the run's input. */
export type StepProblems = Record<DraftStep, readonly Issue[]>;

/** How a step stands: `problem` is one that was looked at before and needs the person again. */
export type StepState = 'done' | 'problem' | 'todo';

type DraftDataset = { id: string; columns: readonly string[] };

/** Everything that keeps a draft from being launched, as far as the browser can know. */
export function listStepProblems(dataset: DraftDataset | null, draft: RunDraft): StepProblems {
  const problems: Record<DraftStep, Issue[]> = { data: [], instruction: [], answer: [], launch: [] };
  if (!dataset) problems.data.push({ path: 'datasetId', message: 'Choose the data first.' });
  const check = checkDraft(dataset?.id ?? '-', draft);
  if (!check.ok) for (const issue of check.issues) problems[stepOfPath(issue.path ?? '')].push(issue);
  if (!dataset) return problems;
  const { columns } = dataset;
  if (draft.user.trim() !== '') problems.instruction.push(...listPromptProblems(draft, columns));
  problems.instruction.push(...listForbiddenColumns(draft, columns, columnsWithRole(draft, 'never')));
  const [idColumn = ''] = columnsWithRole(draft, 'id');
  problems.instruction.push(...missingColumn('idColumn', idColumn, columns));
  problems.answer.push(...missingColumn('goldColumn', draft.goldColumn, columns));
  return problems;
}

function missingColumn(path: string, column: string, columns: readonly string[]): Issue[] {
  if (column === '' || columns.includes(column)) return [];
  return [{ path, message: `The dataset has no column "${column}".` }];
}

/** The step where a path of the run's input is filled in. */
export function stepOfPath(path: string): DraftStep {
  if (path.startsWith('datasetId')) return 'data';
  if (/^(prompt|idColumn|neverSend)/.test(path)) return 'instruction';
  if (/^(output|goldColumn)/.test(path)) return 'answer';
  return 'launch';
}

/** A step that nobody has looked at yet is to do, even if nothing has to be filled in there. */
export function stepState(step: DraftStep, reached: DraftStep, problems: StepProblems): StepState {
  if (isBefore(reached, step)) return 'todo';
  if (problems[step].length > 0) return step === reached ? 'todo' : 'problem';
  return step === 'launch' ? 'todo' : 'done';
}

/** The furthest of two steps. */
export function furthest(one: DraftStep, other: DraftStep): DraftStep {
  return isBefore(one, other) ? other : one;
}

function isBefore(step: DraftStep, other: DraftStep): boolean {
  return DRAFT_STEPS.indexOf(step) < DRAFT_STEPS.indexOf(other);
}
