import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import type { AuditEntry, AuditQuery } from '#lib/reports/audit.ts';

const MAX_PEOPLE = 200;

type Named = { id: string; name: string };

/** What was done in a workspace, newest first. `nextAfter` begins the next page. */
export async function listAuditEntries(
  db: Db,
  workspaceId: string,
  { person, action, after, limit }: AuditQuery & { limit: number },
): Promise<{ data: AuditEntry[]; nextAfter: string | null }> {
  const events = await db.auditEvent.findMany({
    where: {
      workspaceId,
      ...(person !== '' && { actorName: person }),
      ...(action !== '' && { action }),
      ...(after !== undefined && { id: { lt: BigInt(after) } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const shown = events.slice(0, limit);
  const names = await namesOf(
    db,
    workspaceId,
    shown.flatMap(({ subject }) => (subject === null ? [] : [subject])),
  );
  const data = shown.map(
    ({ id, at, actorName, action, subject, detail }): AuditEntry => ({
      id: String(id),
      at: at.toISOString(),
      person: actorName,
      action,
      subject: subjectOf(subject, names, detail),
      details: detailsOf(detail),
    }),
  );
  return { data, nextAfter: events.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** Everyone the log names, in the order of the alphabet: people, API tokens, and those who left. */
export async function listAuditPeople(db: Db, workspaceId: string): Promise<string[]> {
  const people = await db.auditEvent.groupBy({
    by: ['actorName'],
    where: { workspaceId },
    orderBy: { actorName: 'asc' },
    take: MAX_PEOPLE,
  });
  return people.map(({ actorName }) => actorName);
}

/** The present names of what the events were about, one query a kind. */
async function namesOf(db: Db, workspaceId: string, subjects: readonly string[]): Promise<Map<string, string>> {
  const of = (prefix: string) => ({ workspaceId, id: { in: subjects.filter((id) => id.startsWith(`${prefix}_`)) } });
  const select = { id: true, name: true } as const;
  const found: Named[][] = await Promise.all([
    db.run.findMany({ where: of('run'), select }),
    db.dataset.findMany({ where: of('ds'), select }),
    db.template.findMany({ where: of('tpl'), select }),
    db.connection.findMany({ where: of('con'), select }),
    db.apiToken.findMany({ where: of('tok'), select }),
  ]);
  return new Map(found.flat().map(({ id, name }) => [id, name]));
}

const PAGES: Record<string, string> = { run: '/runs', ds: '/datasets', tpl: '/templates' };

function subjectOf(id: string | null, names: ReadonlyMap<string, string>, detail: unknown): AuditEntry['subject'] {
  if (id === null || id.startsWith('usr_')) return null;
  const noted = typeof detail === 'object' && detail !== null && 'name' in detail ? detail.name : null;
  const name = names.get(id);
  const page = PAGES[id.split('_')[0] ?? ''];
  if (name !== undefined) return { name, href: page === undefined ? null : `${page}/${id}` };
  return { name: typeof noted === 'string' ? noted : id, href: null };
}

/** Names stand with the subject already. */
function detailsOf(detail: unknown): AuditEntry['details'] {
  if (typeof detail !== 'object' || detail === null) return [];
  return Object.entries(detail).flatMap(([name, value]) =>
    name === 'name' || value === null
      ? []
      : [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }],
  );
}
