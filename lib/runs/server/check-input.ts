import { listForbiddenColumns } from '#lib/templates/forbidden-columns.ts';
import 'server-only';
import { getDataset } from '#lib/datasets/server/dataset-queries.ts';
import { AppError, type Issue } from '#lib/errors.ts';
import { parseUsd } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { nowMs } from '#lib/platform/db/clock.ts';
import { getPriceOf } from '#lib/pricing/server/price-queries.ts';
import { getConnection, getDefaultConnection } from '#lib/providers/server/connection-queries.ts';
import { labelKeys } from '#lib/run-labels.ts';
import { answersUnbounded, priceUnknownForCap } from '#lib/runs/cap-words.ts';
import { requestCostsOf } from '#lib/runs/cost-ceiling.ts';
import { rowsOf } from '#lib/runs/row-limit.ts';
import type { RunInput } from '#lib/runs/schema.ts';
import { labelLimitProblem } from '#lib/templates/label-limits.ts';
import { outputColumns } from '#lib/templates/output-schema.ts';
import { packingProblem } from '#lib/templates/packed-prompt.ts';
import { isSameQuestion } from '#lib/templates/question.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import { findTemplateVersion } from '#lib/templates/server/template-queries.ts';
import { requestHash } from './request-hash.ts';

/**
 * Checks an input against the workspace and makes the columns of a run out of it. Everything a run is launched with is
 * frozen here: later changes to the dataset's name, the connection or the price table do not reach it.
 * @throws AppError `not_found` for the dataset, `invalid` with a path for everything else.
 */
export async function checkInput(db: Db, workspaceId: string, input: RunInput) {
  const dataset = await getDataset(db, workspaceId, input.datasetId);
  const connection = await getInputConnection(db, workspaceId, input.connection);
  const columns = dataset.columns.map((column) => column.name);
  compilePrompt(input.prompt, columns);
  checkRoles(input, columns);
  const problem = input.output.kind === 'label' ? labelLimitProblem(input.output.labels) : null;
  if (problem) throw invalid({ path: 'output.labels', message: problem });
  const { prompt, output, parameters } = input;
  const price = await getPriceOf(db, workspaceId, { model: input.model, connectionId: connection.id });
  if (input.deadlineAt !== undefined) checkDeadline(input.deadlineAt, input.budgetUsd);
  if (input.budgetUsd !== undefined) checkCap({ model: input.model, price, parameters });
  const { rowsPerRequest } = input;
  const apart = rowsPerRequest > 1 ? packingProblem(prompt, columns) : null;
  if (apart !== null) throw invalid({ path: 'rowsPerRequest', message: apart });
  const rowCount = rowsOf(dataset.rowCount, input.rows.limit);
  return {
    datasetId: dataset.id,
    connectionId: connection.id,
    name: input.name ?? `${dataset.name} · ${input.model}`,
    model: input.model,
    prompt,
    output,
    parameters,
    templateVersionId: await versionAsked(db, workspaceId, input),
    price,
    outputColumns: outputColumns(input.output, columns, input.answerColumn),
    goldColumn: input.goldColumn ?? null,
    idColumn: input.idColumn ?? null,
    neverSend: input.neverSend,
    labels: input.labels,
    labelKeys: labelKeys(input.labels),
    budgetPicoUsd: input.budgetUsd === undefined ? null : parseUsd(input.budgetUsd),
    deadlineAt: input.deadlineAt === undefined ? null : new Date(input.deadlineAt),
    dedupe: input.dedupe,
    reuse: input.reuse,
    rowsPerRequest,
    requestHash: requestHash({ connection, model: input.model, prompt, output, parameters, rowsPerRequest, columns }),
    maxAttempts: input.retry.maxAttempts,
    maxRequests: input.batch.maxRequests,
    rowCount,
  };
}

/** Hurrying may cost the real-time price, so it takes a cap to say how much that may be. Throws `invalid`. */
function checkDeadline(deadlineAt: string, budgetUsd: string | undefined): void {
  if (Date.parse(deadlineAt) <= nowMs())
    throw invalid({
      path: 'deadlineAt',
      message: 'This deadline is over already. Name a moment that is still to come.',
    });
  if (budgetUsd === undefined)
    throw invalid({
      path: 'budgetUsd',
      message:
        'A deadline needs a spending cap: meeting it may cost the real-time price. Say what the run may cost at most.',
    });
}

/** A cap is promised only where it is known what a request may cost. Throws `invalid`. */
export function checkCap(run: { model: string; price: unknown; parameters: unknown }): void {
  if (run.price === null) throw invalid({ path: 'budgetUsd', message: priceUnknownForCap(run.model) });
  if (requestCostsOf(run) === null) throw invalid({ path: 'budgetUsd', message: answersUnbounded(run.model) });
}

/** A column that is gone is no harm where it must not be sent; where it is needed, it is a mistake. */
function checkRoles(input: RunInput, columns: readonly string[]): void {
  for (const path of ['goldColumn', 'idColumn'] as const) {
    const column = input[path];
    if (column !== undefined && !columns.includes(column))
      throw invalid({ path, message: `The dataset has no column "${column}".` });
  }
  const issues = listForbiddenColumns(input.prompt, columns, input.neverSend);
  if (issues.length > 0) throw new AppError('invalid', issues.map((issue) => issue.message).join(' '), { issues });
}

/**
 * The version the input names, if it still asks exactly that: a run must not point at words it did not send. A template
 * that was deleted while its form was open is no reason to lose the form.
 */
async function versionAsked(db: Db, workspaceId: string, input: RunInput): Promise<string | null> {
  if (input.templateVersionId === undefined) return null;
  const version = await findTemplateVersion(db, workspaceId, input.templateVersionId);
  const { prompt, output, parameters } = input;
  return version && isSameQuestion(version, { prompt, output, parameters }) ? version.id : null;
}

/** The connection an input names by key or id, or the default one. Throws `invalid` when there is none of that name. */
export async function getInputConnection(db: Db, workspaceId: string, keyOrId: string | undefined) {
  if (keyOrId === undefined) return getDefaultConnection(db, workspaceId);
  try {
    return await getConnection(db, workspaceId, keyOrId);
  } catch (error) {
    // In a body a wrong name is a mistake in the input, not a missing page.
    if (error instanceof AppError && error.code === 'not_found') {
      throw invalid({ path: 'connection', message: `There is no connection "${keyOrId}" in this workspace.` });
    }
    throw error;
  }
}

function invalid(issue: Issue): AppError {
  return new AppError('invalid', issue.message, { issues: [issue] });
}
