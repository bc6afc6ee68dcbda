import { beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '#lib/ids.ts';
import { closePool } from '#lib/platform/db/pool.ts';
import { provideTestDatabase } from '#lib/platform/db/test-db.ts';
import type { ConnectionInput } from '#lib/providers/schema.ts';

provideTestDatabase(async () => {
  const { db } = await import('#lib/platform/db/client.ts');
  await db().$disconnect();
  await closePool();
});

const groq: ConnectionInput = {
  key: 'groq',
  name: 'Groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  apiKey: 'gsk_0123456789abcdef',
};

let workspaceId: string;

beforeEach(async () => {
  vi.stubEnv('OPENAI_API_KEY', '');
  vi.stubEnv('OPENAI_BASE_URL', '');
  const { db } = await modules();
  workspaceId = newId('ws');
  await db.workspace.create({ data: { id: workspaceId, name: 'Test' } });
});

/** The environment is read once a process; each test that changes it loads the modules anew. */
async function modules() {
  const [client, queries, builtIn, registry] = await Promise.all([
    import('#lib/platform/db/client.ts'),
    import('./connection-queries.ts'),
    import('./built-in-connections.ts'),
    import('./registry.ts'),
  ]);
  return { db: client.db(), ...queries, ...builtIn, ...registry };
}

async function addRun(connectionId: string, status: 'running' | 'draft'): Promise<void> {
  const { db } = await modules();
  const datasetId = newId('ds');
  await db.dataset.create({
    data: {
      id: datasetId,
      workspaceId,
      name: 'd',
      columns: [],
      encoding: 'utf-8',
      delimiter: ',',
      hasHeader: true,
      rowCount: 1,
      sizeBytes: 1n,
      sha256: '',
    },
  });
  await db.run.create({
    data: {
      id: newId('run'),
      workspaceId,
      datasetId,
      connectionId,
      name: 'r',
      status,
      launchedAt: status === 'draft' ? null : new Date(),
      model: 'm',
      prompt: {},
      output: {},
      parameters: {},
      outputColumns: ['answer'],
      maxAttempts: 1,
      maxRequests: 1,
      rowCount: 1,
    },
  });
}

describe('a person’s connections', () => {
  test('the key is sealed in the database, shown by its end only, and opens for the worker', async () => {
    const { db, createConnection, getConnection, getConnectionWithSecret, openProvider } = await modules();
    const made = await createConnection(db, workspaceId, groq);
    expect(made).toMatchObject({
      key: 'groq',
      apiKeyHint: '…cdef',
      problem: null,
      isDefault: false,
      fromEnvironment: false,
    });
    for (const shown of [
      made,
      await getConnection(db, workspaceId, 'groq'),
      await getConnection(db, workspaceId, made.id),
    ]) {
      expect(JSON.stringify(shown)).not.toMatch(/sealed|gsk_|v1\./);
    }
    const secret = await getConnectionWithSecret(db, workspaceId, made.id);
    expect(secret.sealedApiKey).not.toContain(groq.apiKey);
    expect(openProvider(secret, { model: 'm', jsonSchema: null }).requestLine({ key: 'a', user: 'x' })).toContain(
      '/v1/chat/completions',
    );
    const moved = { ...secret, workspaceId: 'ws_other' };
    expect(() => openProvider(moved, { model: 'm', jsonSchema: null })).toThrow('cannot be opened');
  });

  test('another workspace sees, changes and deletes nothing', async () => {
    const {
      db,
      createConnection,
      deleteConnection,
      getConnection,
      getConnectionWithSecret,
      listConnections,
      setDefaultConnection,
      updateConnection,
    } = await modules();
    const { id } = await createConnection(db, workspaceId, groq);
    const other = newId('ws');
    await db.workspace.create({ data: { id: other, name: 'Other' } });
    const notFound = { code: 'not_found' };
    await expect(getConnection(db, other, id)).rejects.toMatchObject(notFound);
    await expect(getConnection(db, other, 'groq')).rejects.toMatchObject(notFound);
    await expect(getConnectionWithSecret(db, other, id)).rejects.toMatchObject(notFound);
    await expect(updateConnection(db, other, id, { name: 'Mine' })).rejects.toMatchObject(notFound);
    await expect(deleteConnection(db, other, id)).rejects.toMatchObject(notFound);
    await expect(setDefaultConnection(db, other, id)).rejects.toMatchObject(notFound);
    expect(await listConnections(db, other)).toEqual([]);
    expect(await getConnection(db, workspaceId, id)).toMatchObject({ name: 'Groq' });
  });

  test('of two connections of one short name made at once, one is made', async () => {
    const { db, createConnection } = await modules();
    const outcomes = await Promise.allSettled([
      createConnection(db, workspaceId, groq),
      createConnection(db, workspaceId, groq),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  });

  test('the key changes only when a new one is given, and never follows to a new address', async () => {
    const { db, createConnection, getConnectionWithSecret, updateConnection } = await modules();
    const { id } = await createConnection(db, workspaceId, groq);
    const sealed = async () => (await getConnectionWithSecret(db, workspaceId, id)).sealedApiKey;
    const first = await sealed();
    await updateConnection(db, workspaceId, id, { name: 'Fast' });
    await updateConnection(db, workspaceId, id, { baseUrl: groq.baseUrl });
    expect(await sealed()).toBe(first);
    const elsewhere = { baseUrl: 'https://collector.example.com/v1' };
    await expect(updateConnection(db, workspaceId, id, elsewhere)).rejects.toThrow('Enter the key again');
    const changed = await updateConnection(db, workspaceId, id, { ...elsewhere, apiKey: 'gsk_another_key_9876' });
    expect(changed).toMatchObject({ name: 'Fast', baseUrl: elsewhere.baseUrl, apiKeyHint: '…9876' });
    expect(await sealed()).not.toBe(first);
  });

  test('an address of machines’ own use is refused', async () => {
    const { db, createConnection, updateConnection } = await modules();
    const baseUrl = 'http://169.254.169.254/v1';
    await expect(createConnection(db, workspaceId, { ...groq, baseUrl })).rejects.toMatchObject({ code: 'invalid' });
    const { id } = await createConnection(db, workspaceId, groq);
    await expect(updateConnection(db, workspaceId, id, { baseUrl, apiKey: groq.apiKey })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('deleting waits for open runs, erases the key and frees the short name', async () => {
    const { db, createConnection, deleteConnection, getConnection, getConnectionWithSecret } = await modules();
    const { id } = await createConnection(db, workspaceId, groq);
    await addRun(id, 'draft');
    await addRun(id, 'running');
    await expect(deleteConnection(db, workspaceId, id)).rejects.toThrow('One run is not over on the connection "Groq"');
    await db.run.updateMany({
      where: { workspaceId, status: 'running' },
      data: { status: 'failed', finishedAt: new Date() },
    });
    await deleteConnection(db, workspaceId, id);
    await expect(getConnection(db, workspaceId, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await getConnectionWithSecret(db, workspaceId, id)).sealedApiKey).toBeNull();
    await expect(createConnection(db, workspaceId, groq)).resolves.toMatchObject({ key: 'groq' });
  });

  test('the default moves, is one, and falls back to the sandbox when it is deleted', async () => {
    const {
      db,
      createConnection,
      deleteConnection,
      ensureBuiltInConnections,
      getDefaultConnection,
      listConnections,
      setDefaultConnection,
    } = await modules();
    await expect(getDefaultConnection(db, workspaceId)).rejects.toMatchObject({ code: 'not_found' });
    await ensureBuiltInConnections(db, workspaceId);
    const { id } = await createConnection(db, workspaceId, groq);
    const sandbox = await getDefaultConnection(db, workspaceId);
    expect(sandbox.key).toBe('sandbox');
    await Promise.all([setDefaultConnection(db, workspaceId, id), setDefaultConnection(db, workspaceId, sandbox.id)]);
    expect((await listConnections(db, workspaceId)).filter(({ isDefault }) => isDefault)).toHaveLength(1);
    await setDefaultConnection(db, workspaceId, id);
    expect((await listConnections(db, workspaceId)).map(({ key }) => key)).toEqual(['groq', 'sandbox']);
    await ensureBuiltInConnections(db, workspaceId);
    expect((await getDefaultConnection(db, workspaceId)).key).toBe('groq');
    await deleteConnection(db, workspaceId, id);
    expect((await getDefaultConnection(db, workspaceId)).key).toBe('sandbox');
    await expect(deleteConnection(db, workspaceId, sandbox.id)).rejects.toThrow('built in');
  });
});

describe('built-in connections', () => {
  async function startWith(variables: Record<string, string>) {
    vi.resetModules();
    vi.stubEnv('OPENAI_API_KEY', '');
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const loaded = await modules();
    await Promise.all(Array.from({ length: 4 }, () => loaded.ensureBuiltInConnections(loaded.db, workspaceId)));
    return loaded;
  }

  test('without a key the sandbox is there once, and the default', async () => {
    const { db, listConnections, getConnectionWithSecret, openProvider } = await startWith({});
    const connections = await listConnections(db, workspaceId);
    expect(connections).toMatchObject([{ key: 'sandbox', kind: 'sandbox', isDefault: true, problem: null }]);
    const secret = await getConnectionWithSecret(db, workspaceId, connections[0]?.id ?? '');
    expect(openProvider(secret, { model: 'gpt-5', jsonSchema: null }).requestLine({ key: 'a', user: 'x' })).toContain(
      '/v1/responses',
    );
  });

  test('a key in the environment makes the default connection, and is stored nowhere', async () => {
    const { db, listConnections } = await startWith({
      OPENAI_API_KEY: 'sk-from-environment-4321',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    });
    expect(await listConnections(db, workspaceId)).toMatchObject([
      {
        key: 'openai',
        isDefault: true,
        fromEnvironment: true,
        baseUrl: 'http://127.0.0.1:9/v1',
        apiKeyHint: '…4321',
        problem: null,
      },
      { key: 'sandbox', isDefault: false },
    ]);
    const rows = await db.connection.findMany({ where: { workspaceId } });
    expect(JSON.stringify(rows)).not.toContain('sk-from-environment');
  });

  test('a person’s choice of default survives a start; a lost key gives it to the sandbox, a regained one takes it back', async () => {
    const KEY = { OPENAI_API_KEY: 'sk-from-environment-4321' };
    const first = await startWith(KEY);
    const sandbox = await first.getConnection(first.db, workspaceId, 'sandbox');
    await first.setDefaultConnection(first.db, workspaceId, sandbox.id);
    const second = await startWith(KEY);
    expect((await second.getDefaultConnection(second.db, workspaceId)).key).toBe('sandbox');
    const openai = await second.getConnection(second.db, workspaceId, 'openai');
    await second.setDefaultConnection(second.db, workspaceId, openai.id);

    const third = await startWith({});
    expect((await third.getDefaultConnection(third.db, workspaceId)).key).toBe('sandbox');
    const missing = await third.getConnection(third.db, workspaceId, 'openai');
    expect(missing.problem).toContain('OPENAI_API_KEY is no longer set');
    await expect(third.setDefaultConnection(third.db, workspaceId, missing.id)).rejects.toThrow('key is missing');
    const secret = await third.getConnectionWithSecret(third.db, workspaceId, missing.id);
    expect(() => third.openProvider(secret, { model: 'm', jsonSchema: null })).toThrow('set OPENAI_API_KEY');

    const fourth = await startWith(KEY);
    expect(await fourth.getDefaultConnection(fourth.db, workspaceId)).toMatchObject({ key: 'openai', problem: null });
  });

  test('a person’s own connection "openai" keeps its name', async () => {
    const before = await startWith({});
    await before.createConnection(before.db, workspaceId, { ...groq, key: 'openai' });
    const { db, listConnections } = await startWith({ OPENAI_API_KEY: 'sk-from-environment-4321' });
    expect((await listConnections(db, workspaceId)).map(({ key }) => key).sort()).toEqual([
      'openai',
      'openai-environment',
      'sandbox',
    ]);
  });
});
