import 'server-only';
import { newId } from '#lib/ids.ts';
import type { Db, Tx } from '#lib/platform/db/client.ts';
import { env } from '#lib/platform/env.ts';
import { hintOf } from '#lib/providers/server/credentials.ts';
import { moveDefault, withWorkspaceLock } from '#lib/providers/server/default-connection.ts';

/**
 * Makes the connections that are simply there: the sandbox, and `openai` while OPENAI_API_KEY is set. Run at every start,
 * by any number of processes at once. The key itself is never stored. The environment's connection becomes the default
 * when its key appears; when the key disappears the sandbox does, and the connection says what it misses. A default that
 * a person chose meanwhile stays.
 */
export async function ensureBuiltInConnections(db: Db, workspaceId: string): Promise<void> {
  await withWorkspaceLock(db, workspaceId, async (tx) => {
    await ensureSandbox(tx, workspaceId);
    await ensureFromEnvironment(tx, workspaceId);
    const hasDefault = await tx.connection.count({ where: { workspaceId, deletedAt: null, isDefault: true } });
    if (hasDefault === 0) await moveDefault(tx, workspaceId, { key: 'sandbox' });
  });
}

async function ensureSandbox(tx: Tx, workspaceId: string): Promise<void> {
  const exists = await tx.connection.count({ where: { workspaceId, kind: 'sandbox' } });
  if (exists > 0) return;
  await tx.connection.create({
    data: { id: newId('con'), workspaceId, key: 'sandbox', name: 'Sandbox · simulated answers', kind: 'sandbox' },
  });
}

async function ensureFromEnvironment(tx: Tx, workspaceId: string): Promise<void> {
  const apiKey = env.OPENAI_API_KEY?.trim() || null;
  const before = await tx.connection.findFirst({
    where: { workspaceId, fromEnvironment: true },
    select: { id: true, apiKeyHint: true, isDefault: true },
  });
  if (!before) {
    if (apiKey !== null) await createFromEnvironment(tx, workspaceId, apiKey);
    return;
  }
  await tx.connection.update({
    where: { id: before.id },
    data: { apiKeyHint: apiKey && hintOf(apiKey), ...(apiKey && { baseUrl: env.OPENAI_BASE_URL ?? null }) },
  });
  if (apiKey === null && before.isDefault) await moveDefault(tx, workspaceId, { key: 'sandbox' });
  if (apiKey !== null && before.apiKeyHint === null) await moveDefault(tx, workspaceId, { id: before.id });
}

async function createFromEnvironment(tx: Tx, workspaceId: string, apiKey: string): Promise<void> {
  // A person may have made a connection of that name before the variable was set; theirs keeps it.
  const isTaken = (await tx.connection.count({ where: { workspaceId, key: 'openai' } })) > 0;
  const id = newId('con');
  await tx.connection.create({
    data: {
      id,
      workspaceId,
      key: isTaken ? 'openai-environment' : 'openai',
      name: isTaken ? 'OpenAI (environment)' : 'OpenAI',
      kind: 'openai',
      baseUrl: env.OPENAI_BASE_URL ?? null,
      apiKeyHint: hintOf(apiKey),
      fromEnvironment: true,
    },
  });
  await moveDefault(tx, workspaceId, { id });
}
