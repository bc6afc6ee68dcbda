import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { columnNames } from '#lib/datasets/column-names.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { Question } from '#lib/templates/schema.ts';
import { createTemplate } from '#lib/templates/server/change-template.ts';

/** Keeps what a run asks as a template, and notes at the run that it asks that. @throws AppError `not_found`. */
export async function saveRunAsTemplate(
  actor: Actor,
  runId: string,
  name: string,
): Promise<{ templateId: string; versionId: string; number: number }> {
  const where = { id: runId, workspaceId: actor.workspaceId };
  return db().$transaction(async (tx) => {
    const run = await tx.run.findFirst({
      where,
      select: { prompt: true, output: true, parameters: true, dataset: { select: { columns: true } } },
    });
    if (!run) throw new AppError('not_found', 'This run does not exist.');
    const { prompt, output, parameters, dataset } = run;
    const question = Question.parse({ prompt, output, parameters });
    const saved = await createTemplate(tx, actor, { name, question, columns: columnNames(dataset.columns) });
    await tx.run.updateMany({
      where: { ...where, templateVersionId: null },
      data: { templateVersionId: saved.versionId },
    });
    await recordAudit(tx, actor, 'template.created', saved.templateId, { name });
    return { ...saved, number: 1 };
  });
}
