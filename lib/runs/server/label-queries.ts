import 'server-only';
import type { Db } from '#lib/platform/db/client.ts';
import type { Prisma } from '#lib/platform/db/generated/client.ts';
import { labelKey } from '#lib/run-labels.ts';

const MOST_SUGGESTED = 100;

/** Runs with a label, however it is spelled; an empty one means runs without any. */
export function ofLabel(label: string): Pick<Prisma.RunWhereInput, 'labelKeys'> {
  const key = labelKey(label);
  return { labelKeys: key === '' ? { isEmpty: true } : { has: key } };
}

/** The labels of a workspace, each as it was spelled last, those used last first. */
export async function listRunLabels(db: Db, workspaceId: string): Promise<string[]> {
  const found = await db.$queryRaw<{ label: string }[]>`
    select (array_agg(l.label order by r."createdAt" desc, r."id"))[1] as "label"
    from "run" r, unnest(r."labels", r."labelKeys") as l(label, key)
    where r."workspaceId" = ${workspaceId}
    group by l.key
    order by max(r."createdAt") desc, l.key
    limit ${MOST_SUGGESTED}`;
  return found.map(({ label }) => label);
}
