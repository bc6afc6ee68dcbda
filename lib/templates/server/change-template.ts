import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Tx } from '#lib/platform/db/client.ts';
import { isSameQuestion } from '#lib/templates/question.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import type { Question } from '#lib/templates/schema.ts';
import { getTemplate, noSuchTemplate } from './template-queries.ts';

/** What is saved: the question, and the columns its prompt asks for. */
export type SavedQuestion = { question: Question; columns: readonly string[] };

/** @throws AppError `invalid` when the prompt asks for other columns than are named. */
export async function createTemplate(
  tx: Tx,
  actor: Actor,
  { name, ...saved }: SavedQuestion & { name: string },
): Promise<{ templateId: string; versionId: string }> {
  const id = newId('tpl');
  const { workspaceId, userId } = actor;
  await tx.template.create({ data: { id, workspaceId, name, createdById: userId }, select: { id: true } });
  return { templateId: id, versionId: await insertVersion(tx, actor, { templateId: id, number: 1, ...saved }) };
}

/**
 * Adds a version; those before it stay as they are, and so do the runs that asked them.
 * @throws AppError `not_found`, or `conflict` when the newest version asks exactly this.
 */
export async function addTemplateVersion(
  tx: Tx,
  actor: Actor,
  { templateId, ...saved }: SavedQuestion & { templateId: string },
): Promise<{ templateId: string; versionId: string; number: number }> {
  // An update of nothing holds the row, so that two new versions get two numbers. An archived template is in use again.
  const { count } = await tx.template.updateMany({
    where: { id: templateId, workspaceId: actor.workspaceId },
    data: { archivedAt: null },
  });
  if (count === 0) throw noSuchTemplate();
  const { name, latest } = await getTemplate(tx, actor.workspaceId, templateId);
  if (isSameQuestion(latest, saved.question))
    throw new AppError('conflict', `“${name}” asks exactly this already, in version ${latest.number}.`);
  const number = latest.number + 1;
  return { templateId, versionId: await insertVersion(tx, actor, { templateId, number, ...saved }), number };
}

/** @throws AppError `not_found`. */
export async function renameTemplate(tx: Tx, workspaceId: string, templateId: string, name: string): Promise<void> {
  const { count } = await tx.template.updateMany({ where: { id: templateId, workspaceId }, data: { name } });
  if (count === 0) throw noSuchTemplate();
}

/** Puts a template out of the way, or back. @throws AppError `not_found`. */
export async function archiveTemplate(
  tx: Tx,
  workspaceId: string,
  templateId: string,
  isArchived: boolean,
): Promise<void> {
  const data = { archivedAt: isArchived ? new Date() : null };
  const { count } = await tx.template.updateMany({ where: { id: templateId, workspaceId }, data });
  if (count === 0) throw noSuchTemplate();
}

/** Deletes a template no launched run was made of. @throws AppError `not_found`, or `conflict` when a run points at it. */
export async function deleteTemplate(tx: Tx, workspaceId: string, templateId: string): Promise<void> {
  const { name, runCount } = await getTemplate(tx, workspaceId, templateId);
  if (runCount > 0)
    throw new AppError('conflict', `Runs were made with “${name}”, so it is kept for them. Archive it instead.`);
  await tx.template.deleteMany({ where: { id: templateId, workspaceId } });
}

async function insertVersion(
  tx: Tx,
  actor: Actor,
  { templateId, number, question, columns }: SavedQuestion & { templateId: string; number: number },
): Promise<string> {
  const { usedColumns } = compilePrompt(question.prompt, columns);
  const id = newId('tv');
  await tx.templateVersion.create({
    data: {
      id,
      workspaceId: actor.workspaceId,
      templateId,
      number,
      ...question,
      columns: usedColumns,
      createdById: actor.userId,
    },
    select: { id: true },
  });
  return id;
}
