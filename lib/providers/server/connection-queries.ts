import 'server-only';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { Db } from '#lib/platform/db/client.ts';
import type { RunStatus } from '#lib/platform/db/generated/enums.ts';
import type { Connection, ConnectionChange, ConnectionInput } from '#lib/providers/schema.ts';
import { isRefusedHost } from '#lib/providers/server/address-rule.ts';
import { hintOf, sealApiKey } from '#lib/providers/server/credentials.ts';
import { moveDefault, withWorkspaceLock } from '#lib/providers/server/default-connection.ts';
import type { SecretConnection } from '#lib/providers/server/registry.ts';

/** `sealedApiKey` is not in it: only the worker's query below may see it. */
const shown = {
  id: true,
  key: true,
  name: true,
  kind: true,
  baseUrl: true,
  apiKeyHint: true,
  fromEnvironment: true,
  isDefault: true,
  createdAt: true,
} as const;

const OPEN_RUNS: RunStatus[] = ['queued', 'running', 'paused', 'canceling'];

type Shown = Omit<Connection, 'problem'>;

/** The default first, then by name. */
export async function listConnections(db: Db, workspaceId: string): Promise<Connection[]> {
  const connections = await db.connection.findMany({
    where: { workspaceId, deletedAt: null },
    select: shown,
    orderBy: [{ isDefault: 'desc' }, { name: 'asc' }, { id: 'asc' }],
  });
  return connections.map(withProblem);
}

/** By key, as people write it, or by id. Throws not_found. */
export async function getConnection(db: Db, workspaceId: string, keyOrId: string): Promise<Connection> {
  const connection = await db.connection.findFirst({
    where: { workspaceId, deletedAt: null, OR: [{ key: keyOrId }, { id: keyOrId }] },
    select: shown,
  });
  if (!connection) throw notFound(keyOrId);
  return withProblem(connection);
}

/** The connection a run goes to when it names none. Throws not_found before `ensureBuiltInConnections` ran. */
export async function getDefaultConnection(db: Db, workspaceId: string): Promise<Connection> {
  const connection = await db.connection.findFirst({
    where: { workspaceId, deletedAt: null, isDefault: true },
    select: shown,
  });
  if (!connection)
    throw new AppError('not_found', 'This workspace has no default connection. Choose one in the settings.');
  return withProblem(connection);
}

/** For whoever calls the provider. Deleted ones too: what was submitted through them is still there. */
export async function getConnectionWithSecret(db: Db, workspaceId: string, id: string): Promise<SecretConnection> {
  const connection = await db.connection.findFirst({
    where: { workspaceId, id },
    select: { id: true, workspaceId: true, kind: true, baseUrl: true, sealedApiKey: true, fromEnvironment: true },
  });
  if (!connection) throw notFound(id);
  return connection;
}

/** Throws 'conflict' when the key (the short name) is taken, 'invalid' for an address no provider lives at. */
export async function createConnection(db: Db, workspaceId: string, input: ConnectionInput): Promise<Connection> {
  checkAddress(input.baseUrl);
  return withWorkspaceLock(db, workspaceId, async (tx) => {
    const taken = await tx.connection.count({ where: { workspaceId, key: input.key } });
    if (taken > 0)
      throw new AppError('conflict', `There is a connection "${input.key}" already. Choose another short name.`);
    const id = newId('con');
    const connection = await tx.connection.create({
      data: {
        id,
        workspaceId,
        key: input.key,
        name: input.name,
        kind: 'openai',
        baseUrl: input.baseUrl,
        sealedApiKey: sealApiKey(input.apiKey, { workspaceId, connectionId: id }),
        apiKeyHint: hintOf(input.apiKey),
      },
      select: shown,
    });
    return withProblem(connection);
  });
}

/**
 * Changes what is given. The stored key never follows to another address: whoever could move it could read it there.
 * The address also stays while runs are open, because their batches live at it.
 */
export async function updateConnection(
  db: Db,
  workspaceId: string,
  id: string,
  { name, baseUrl, apiKey }: ConnectionChange,
): Promise<Connection> {
  return withWorkspaceLock(db, workspaceId, async (tx) => {
    const before = await getConnection(tx, workspaceId, id);
    if (isBuiltIn(before)) throw new AppError('conflict', builtInSentence(before, 'changed'));
    if (baseUrl !== undefined && baseUrl !== before.baseUrl) {
      checkAddress(baseUrl);
      if (apiKey === undefined)
        throw new AppError('invalid', 'Enter the key again: a stored key is not sent to a new address.');
      await refuseWhileOpen(tx, workspaceId, before, 'moved to another address');
    }
    const connection = await tx.connection.update({
      where: { id: before.id, workspaceId },
      data: {
        ...(name !== undefined && { name }),
        ...(baseUrl !== undefined && { baseUrl }),
        ...(apiKey !== undefined && {
          sealedApiKey: sealApiKey(apiKey, { workspaceId, connectionId: before.id }),
          apiKeyHint: hintOf(apiKey),
        }),
      },
      select: shown,
    });
    return withProblem(connection);
  });
}

/** Erases the key and hides the connection; its short name is free again. Refused while runs are open. */
export async function deleteConnection(db: Db, workspaceId: string, id: string): Promise<void> {
  await withWorkspaceLock(db, workspaceId, async (tx) => {
    const connection = await getConnection(tx, workspaceId, id);
    if (isBuiltIn(connection)) throw new AppError('conflict', builtInSentence(connection, 'deleted'));
    await refuseWhileOpen(tx, workspaceId, connection, 'deleted');
    await tx.connection.update({
      where: { id: connection.id, workspaceId },
      data: {
        key: `${connection.key}~${connection.id}`,
        deletedAt: new Date(),
        isDefault: false,
        sealedApiKey: null,
        apiKeyHint: null,
      },
    });
    if (connection.isDefault) await moveDefault(tx, workspaceId, { key: 'sandbox' });
  });
}

/** Throws 'conflict' for a connection that cannot be used. */
export async function setDefaultConnection(db: Db, workspaceId: string, id: string): Promise<Connection> {
  return withWorkspaceLock(db, workspaceId, async (tx) => {
    const connection = await getConnection(tx, workspaceId, id);
    if (connection.problem) throw new AppError('conflict', connection.problem);
    await moveDefault(tx, workspaceId, { id: connection.id });
    return { ...connection, isDefault: true };
  });
}

async function refuseWhileOpen(tx: Db, workspaceId: string, connection: Connection, what: string): Promise<void> {
  const open = await tx.run.count({
    where: { workspaceId, connectionId: connection.id, status: { in: OPEN_RUNS } },
  });
  if (open === 0) return;
  const runs = open === 1 ? 'One run is' : `${open} runs are`;
  throw new AppError(
    'conflict',
    `${runs} not over on the connection "${connection.name}", so it cannot be ${what}. Wait for the end or cancel first.`,
  );
}

function checkAddress(baseUrl: string | null): void {
  if (baseUrl === null || !isRefusedHost(new URL(baseUrl).hostname)) return;
  throw new AppError('invalid', 'No provider lives at this address. Enter the address of the provider’s API.', {
    issues: [{ path: 'baseUrl', message: 'This address is kept for machines’ own use.' }],
  });
}

function isBuiltIn({ kind, fromEnvironment }: Shown): boolean {
  return kind === 'sandbox' || fromEnvironment;
}

function builtInSentence({ name, fromEnvironment }: Shown, what: string): string {
  if (fromEnvironment) return `“${name}” comes from OPENAI_API_KEY and OPENAI_BASE_URL and is ${what} there.`;
  return `“${name}” is built in and cannot be ${what}.`;
}

function withProblem(connection: Shown): Connection {
  const isMissing = connection.kind === 'openai' && connection.apiKeyHint === null;
  const problem = connection.fromEnvironment
    ? 'Its key is missing: OPENAI_API_KEY is no longer set. Set it and start Rowmill again.'
    : 'Its key is missing. Enter one.';
  return { ...connection, problem: isMissing ? problem : null };
}

function notFound(keyOrId: string): AppError {
  return new AppError('not_found', `There is no connection "${keyOrId.slice(0, 60)}" in this workspace.`);
}
