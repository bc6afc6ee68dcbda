import type { Issue } from '#lib/errors.ts';
import { columnsWithRole } from '#lib/templates/column-roles.ts';
import { listForbiddenColumns } from '#lib/templates/forbidden-columns.ts';
import { packingProblem } from '#lib/templates/packed-prompt.ts';
import { listPromptProblems } from '#lib/templates/render.ts';
import type { Prompt } from '#lib/templates/schema.ts';
import { checkDraft } from './check-draft.ts';
import type { RunDraft } from './draft-form.ts';
import { type DraftStep, type StepProblems, stepOfPath } from './draft-steps.ts';

type DraftDataset = { id: string; columns: readonly string[] };

/** Everything that keeps a draft from being launched, as far as the browser can know. */
export function listStepProblems(dataset: DraftDataset | null, draft: RunDraft): StepProblems {
  const problems: Record<DraftStep, Issue[]> = { data: [], instruction: [], answer: [], try: [], launch: [] };
  if (!dataset) problems.data.push({ path: 'datasetId', message: 'Choose the data first.' });
  const check = checkDraft(dataset?.id ?? '-', draft);
  if (check.ok && dataset && check.input.rowsPerRequest > 1)
    problems.launch.push(...packingIssues(check.input.prompt, dataset.columns));
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

function packingIssues(prompt: Prompt, columns: readonly string[]): Issue[] {
  const message = packingProblem(prompt, columns);
  return message === null ? [] : [{ path: 'rowsPerRequest', message }];
}

function missingColumn(path: string, column: string, columns: readonly string[]): Issue[] {
  if (column === '' || columns.includes(column)) return [];
  return [{ path, message: `The dataset has no column "${column}".` }];
}
