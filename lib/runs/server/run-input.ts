import 'server-only';
import { AppError } from '#lib/errors.ts';
import { usdString } from '#lib/money.ts';
import type { Db } from '#lib/platform/db/client.ts';
import { RunInput } from '#lib/runs/schema.ts';
import { defaultColumn } from '#lib/templates/output-schema.ts';
import { Output } from '#lib/templates/schema.ts';

/** The input a run was made from, to fill a form again. Throws `not_found`. */
export async function readRunInput(db: Db, workspaceId: string, runId: string): Promise<RunInput> {
  const run = await db.run.findFirst({
    where: { id: runId, workspaceId },
    include: { dataset: { select: { rowCount: true } }, connection: { select: { key: true } } },
  });
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  return RunInput.parse({
    datasetId: run.datasetId,
    name: run.name,
    model: run.model,
    connection: run.connection.key,
    prompt: run.prompt,
    output: run.output,
    parameters: run.parameters,
    rows: run.rowCount < run.dataset.rowCount ? { limit: run.rowCount } : {},
    retry: { maxAttempts: run.maxAttempts },
    batch: { maxRequests: run.maxRequests },
    rowsPerRequest: run.rowsPerRequest,
    dedupe: run.dedupe,
    reuse: run.reuse,
    ...(run.budgetPicoUsd !== null && { budgetUsd: usdString(run.budgetPicoUsd) }),
    ...namedColumn(run),
    ...(run.goldColumn !== null && { goldColumn: run.goldColumn }),
    ...(run.idColumn !== null && { idColumn: run.idColumn }),
    neverSend: run.neverSend,
    labels: run.labels,
    ...(run.templateVersionId !== null && { templateVersionId: run.templateVersionId }),
    ...(run.status === 'draft' && run.deadlineAt !== null && { deadlineAt: run.deadlineAt.toISOString() }),
    launch: false,
  });
}

/** The name its answers have, where that is not the usual one. */
function namedColumn(run: { output: unknown; outputColumns: readonly string[] }): { answerColumn?: string } {
  const [column] = run.outputColumns;
  return column === undefined || column === defaultColumn(Output.parse(run.output)) ? {} : { answerColumn: column };
}
