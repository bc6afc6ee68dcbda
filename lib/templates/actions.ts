'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { recordAudit } from '#lib/auth/server/audit.ts';
import { defineAction } from '#lib/auth/server/define-action.ts';
import { db } from '#lib/platform/db/client.ts';
import { Question, TemplateName } from './schema.ts';
import {
  addTemplateVersion,
  archiveTemplate,
  createTemplate,
  deleteTemplate,
  renameTemplate,
} from './server/change-template.ts';
import { findTemplateVersion } from './server/template-queries.ts';

const PAGE = '/templates';
const TemplateId = z.object({ templateId: z.string() });
const Saved = z.object({ question: Question, columns: z.array(z.string()).max(2_000) });

export const createTemplateAction = defineAction(
  Saved.extend({ name: TemplateName }),
  'template:change',
  async (input, actor) => {
    const created = await db().$transaction(async (tx) => {
      const made = await createTemplate(tx, actor, input);
      await recordAudit(tx, actor, 'template.created', made.templateId, { name: input.name });
      return made;
    });
    revalidatePath(PAGE);
    return { ...created, number: 1 };
  },
);

export const addTemplateVersionAction = defineAction(
  Saved.extend({ templateId: z.string() }),
  'template:change',
  async (input, actor) => {
    const added = await db().$transaction(async (tx) => {
      const made = await addTemplateVersion(tx, actor, input);
      await recordAudit(tx, actor, 'template.changed', made.templateId, { version: made.number });
      return made;
    });
    revalidatePath(PAGE, 'layout');
    return added;
  },
);

/** Where a version belongs, for those who only know its id; null when it is gone. */
export const findTemplateVersionAction = defineAction(
  z.object({ versionId: z.string() }),
  'read',
  async ({ versionId }, { workspaceId }) => findTemplateVersion(db(), workspaceId, versionId),
);

export const renameTemplateAction = defineAction(
  TemplateId.extend({ name: TemplateName }),
  'template:change',
  async ({ templateId, name }, actor) => {
    await db().$transaction(async (tx) => {
      await renameTemplate(tx, actor.workspaceId, templateId, name);
      await recordAudit(tx, actor, 'template.changed', templateId, { name });
    });
    revalidatePath(PAGE, 'layout');
  },
);

export const archiveTemplateAction = defineAction(
  TemplateId.extend({ isArchived: z.boolean() }),
  'template:change',
  async ({ templateId, isArchived }, actor) => {
    await db().$transaction(async (tx) => {
      await archiveTemplate(tx, actor.workspaceId, templateId, isArchived);
      await recordAudit(tx, actor, 'template.changed', templateId, { isArchived });
    });
    revalidatePath(PAGE, 'layout');
  },
);

export const deleteTemplateAction = defineAction(TemplateId, 'template:change', async ({ templateId }, actor) => {
  await db().$transaction(async (tx) => {
    await deleteTemplate(tx, actor.workspaceId, templateId);
    await recordAudit(tx, actor, 'template.deleted', templateId);
  });
  revalidatePath(PAGE);
});
