import 'server-only';
import { AppError } from '#lib/errors.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import { unknownCursor } from '#lib/platform/http/unknown-cursor.ts';
import { Question, type Template, type TemplateVersion } from '#lib/templates/schema.ts';

const shownVersion = {
  id: true,
  templateId: true,
  number: true,
  prompt: true,
  output: true,
  parameters: true,
  columns: true,
  createdAt: true,
  // A run that is not launched yet may still ask something else.
  _count: { select: { runs: { where: { status: { not: 'draft' } } } } },
} as const satisfies Prisma.TemplateVersionSelect;

const shown = {
  id: true,
  name: true,
  createdAt: true,
  archivedAt: true,
  versions: { select: shownVersion, orderBy: { number: 'desc' } },
} as const satisfies Prisma.TemplateSelect;

type ShownVersion = Prisma.TemplateVersionGetPayload<{ select: typeof shownVersion }>;
type Shown = Prisma.TemplateGetPayload<{ select: typeof shown }>;

/** Templates in use, or the archived ones, newest first; `after` is the id of the last template of the page before. */
export async function listTemplates(
  db: Db,
  workspaceId: string,
  page: { isArchived: boolean; after?: string | undefined; limit: number },
): Promise<{ data: Template[]; nextAfter: string | null }> {
  const rows = await db.template.findMany({
    where: { workspaceId, archivedAt: page.isArchived ? { not: null } : null },
    select: shown,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
    ...(page.after && { cursor: { id: page.after, workspaceId }, skip: 1 }),
  });
  if (page.after && rows.length === 0 && (await db.template.count({ where: { id: page.after, workspaceId } })) === 0) {
    throw unknownCursor('template');
  }
  const data = rows.slice(0, page.limit).map(toTemplate);
  return { data, nextAfter: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null };
}

/** How many templates lie in the archive. */
export async function countArchivedTemplates(db: Db, workspaceId: string): Promise<number> {
  return db.template.count({ where: { workspaceId, archivedAt: { not: null } } });
}

/** @throws AppError `not_found`, also for another workspace's template. */
export async function getTemplate(db: Db, workspaceId: string, templateId: string): Promise<Template> {
  const row = await db.template.findFirst({ where: { id: templateId, workspaceId }, select: shown });
  if (!row) throw noSuchTemplate();
  return toTemplate(row);
}

/** The versions of a template, newest first, each with the number of runs that asked it. */
export async function listTemplateVersions(
  db: Db,
  workspaceId: string,
  templateId: string,
): Promise<(TemplateVersion & { runCount: number })[]> {
  const rows = await db.templateVersion.findMany({
    where: { templateId, workspaceId },
    select: shownVersion,
    orderBy: { number: 'desc' },
  });
  return rows.map((row) => ({ ...toVersion(row), runCount: row._count.runs }));
}

/** One version, with the name of its template; null when this workspace has none of that id. */
export async function findTemplateVersion(
  db: Db,
  workspaceId: string,
  versionId: string,
): Promise<(TemplateVersion & { name: string }) | null> {
  const row = await db.templateVersion.findFirst({
    where: { id: versionId, workspaceId },
    select: { ...shownVersion, template: { select: { name: true } } },
  });
  return row && { ...toVersion(row), name: row.template.name };
}

export function noSuchTemplate(): AppError {
  return new AppError('not_found', 'This template does not exist.');
}

function toTemplate(row: Shown): Template {
  const [latest] = row.versions;
  if (!latest) throw new Error(`Template ${row.id} has no version.`);
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
    latest: toVersion(latest),
    runCount: row.versions.reduce((sum, version) => sum + version._count.runs, 0),
  };
}

/** What the JSON columns hold was checked when it was saved: anything else is a defect, and parsing says so. */
function toVersion({ _count, ...row }: ShownVersion): TemplateVersion {
  const { prompt, output, parameters } = Question.parse({
    prompt: row.prompt,
    output: row.output,
    parameters: row.parameters,
  });
  return {
    id: row.id,
    templateId: row.templateId,
    number: row.number,
    columns: row.columns,
    createdAt: row.createdAt.toISOString(),
    prompt,
    output,
    parameters,
  };
}
