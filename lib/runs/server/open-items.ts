import 'server-only';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { ItemStatus } from '#lib/platform/db/generated/enums.ts';

/**
 * Rows that wait, failed or were canceled have a cause or no batch: a constraint says so, and an index holds just these
 * rows. PostgreSQL takes that index only for a query that says it too, which changes nothing of what the query finds.
 */
const OPEN_STATUSES: readonly ItemStatus[] = ['waiting', 'failed', 'canceled'];

/** For raw SQL over `item`. */
export const isOpen = Prisma.sql`("cause" is not null or "batchId" is null)`;

/** For a `where` of items. */
export const open = { OR: [{ cause: { not: null } }, { batchId: null }] } satisfies Prisma.ItemWhereInput;

/** Whether the items of a status are among those the index holds. */
export function isOpenStatus(status: ItemStatus): boolean {
  return OPEN_STATUSES.includes(status);
}

/** For a `where` of items of a status that may be any. */
export function ofStatus(status: ItemStatus): Prisma.ItemWhereInput {
  return isOpenStatus(status) ? { status, ...open } : { status };
}

/** The same in raw SQL over `item`. */
export function hasStatus(status: ItemStatus): Prisma.Sql {
  const also = isOpenStatus(status) ? Prisma.sql` and ${isOpen}` : Prisma.empty;
  return Prisma.sql`"status" = ${status}::"ItemStatus"${also}`;
}
