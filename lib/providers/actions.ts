'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { recordAudit } from '#lib/auth/server/audit.ts';
import { defineAction, defineFormAction } from '#lib/auth/server/define-action.ts';
import { formatCount } from '#lib/format.ts';
import { db } from '#lib/platform/db/client.ts';
import { ConnectionChange, ConnectionInput, LimitInput } from './schema.ts';
import { enterLimit } from './server/capacity-queries.ts';
import {
  createConnection,
  deleteConnection,
  getConnection,
  getConnectionWithSecret,
  setDefaultConnection,
  updateConnection,
} from './server/connection-queries.ts';
import { testConnection } from './server/test-connection.ts';

const PAGE = '/settings/connections';
const ConnectionId = z.object({ connectionId: z.string() });

/** A form has no null: an empty address is OpenAI's own. "key" in a field's name would mark it as a secret. */
const ConnectionForm = z
  .object({ name: z.string(), shortName: z.string(), baseUrl: z.string(), apiKey: z.string() })
  .transform(
    ({ shortName, baseUrl, ...form }): z.input<typeof ConnectionInput> => ({
      ...form,
      key: shortName.trim() === '' ? shortNameOf(form.name) : shortName,
      baseUrl: baseUrl.trim() === '' ? null : baseUrl,
    }),
  )
  .pipe(ConnectionInput);

/** `OpenAI, marketing` → `openai-marketing`, for people who never call it by a script. */
function shortNameOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const short = plain.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '');
  return short.slice(0, 40).replace(/-+$/, '') || 'connection';
}

export const createConnectionAction = defineFormAction(ConnectionForm, 'connection:manage', async (input, actor) => {
  const connection = await db().$transaction(async (tx) => {
    const created = await createConnection(tx, actor.workspaceId, input);
    await recordAudit(tx, actor, 'connection.created', created.id, { name: created.name, baseUrl: created.baseUrl });
    return created;
  });
  revalidatePath(PAGE);
  return { id: connection.id, name: connection.name };
});

export const setDefaultConnectionAction = defineAction(
  ConnectionId,
  'connection:manage',
  async ({ connectionId }, actor) => {
    await db().$transaction(async (tx) => {
      await setDefaultConnection(tx, actor.workspaceId, connectionId);
      await recordAudit(tx, actor, 'connection.changed', connectionId, { isDefault: true });
    });
    revalidatePath(PAGE);
  },
);

export const replaceApiKeyAction = defineAction(
  ConnectionId.extend({ apiKey: ConnectionInput.shape.apiKey }),
  'connection:manage',
  async ({ connectionId, apiKey }, actor) => {
    await db().$transaction(async (tx) => {
      await updateConnection(tx, actor.workspaceId, connectionId, { apiKey });
      await recordAudit(tx, actor, 'connection.changed', connectionId, { apiKey: 'replaced' });
    });
    revalidatePath(PAGE);
  },
);

export const changeConnectionAction = defineAction(
  ConnectionChange.extend({ connectionId: z.string() }),
  'connection:manage',
  async ({ connectionId, ...change }, actor) => {
    await db().$transaction(async (tx) => {
      await updateConnection(tx, actor.workspaceId, connectionId, change);
      const { apiKey, ...told } = change;
      await recordAudit(tx, actor, 'connection.changed', connectionId, {
        ...told,
        ...(apiKey !== undefined && { apiKey: 'replaced' }),
      });
    });
    revalidatePath(PAGE);
  },
);

export const deleteConnectionAction = defineAction(
  ConnectionId,
  'connection:manage',
  async ({ connectionId }, actor) => {
    await db().$transaction(async (tx) => {
      await deleteConnection(tx, actor.workspaceId, connectionId);
      await recordAudit(tx, actor, 'connection.deleted', connectionId);
    });
    revalidatePath(PAGE);
  },
);

export const testConnectionAction = defineAction(
  ConnectionId,
  'connection:manage',
  async ({ connectionId }, { workspaceId }) => {
    const { id } = await getConnection(db(), workspaceId, connectionId);
    return testConnection(await getConnectionWithSecret(db(), workspaceId, id));
  },
);

export const enterLimitAction = defineFormAction(LimitInput, 'connection:manage', async (input, actor) => {
  await db().$transaction(async (tx) => {
    await enterLimit(tx, actor.workspaceId, input);
    const { model, tokens } = input;
    await recordAudit(tx, actor, 'connection.changed', input.connectionId, { model, limitTokens: tokens });
  });
  revalidatePath(PAGE);
  const sentence =
    input.tokens === null
      ? `No limit is entered for ${input.model} any more.`
      : `At most ${formatCount(input.tokens)} tokens of ${input.model} wait at the provider at a time.`;
  return { sentence };
});
