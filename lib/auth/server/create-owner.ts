import 'server-only';
import { randomUUID } from 'node:crypto';
import type { OwnerInput } from '#lib/auth/schema.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { db, type Tx } from '#lib/platform/db/client.ts';
import { recordAudit } from './audit.ts';
import { auth } from './better-auth.ts';
import { requireOnlyWorkspaceId } from './only-workspace.ts';

/** Any number that nothing else locks: whoever holds it may create the owner. */
const OWNER_LOCK = 7_202_611;

/**
 * Creates the first person, owner of the workspace. Of two first visits at once, one wins.
 *
 * @throws AppError `conflict` when there is an owner already.
 */
export async function createOwner(input: OwnerInput): Promise<void> {
  // Hashing takes a tenth of a second, on purpose: not while holding the lock.
  const context = await auth().$context;
  const passwordHash = await context.password.hash(input.password);
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${OWNER_LOCK})`;
    if (await tx.user.findFirst({ select: { id: true } })) {
      throw new AppError('conflict', 'The owner of this Rowmill exists already. Sign in instead.');
    }
    await insertOwner(tx, input, passwordHash);
  });
}

async function insertOwner(tx: Tx, { name, email }: OwnerInput, passwordHash: string): Promise<void> {
  const workspaceId = await requireOnlyWorkspaceId(tx);
  const userId = newId('usr');
  await tx.user.create({
    data: {
      id: userId,
      name,
      email,
      accounts: { create: { id: randomUUID(), accountId: userId, providerId: 'credential', password: passwordHash } },
      memberships: { create: { workspaceId, role: 'owner' } },
    },
  });
  await recordAudit(tx, { workspaceId, userId, name }, 'owner.created', userId);
}
