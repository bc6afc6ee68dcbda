import type { MemberRole } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { newId } from '#lib/ids.ts';
import { db } from '#lib/platform/db/client.ts';
import { RunInput } from '#lib/runs/schema.ts';

export type ApprovalWorld = {
  workspaceId: string;
  datasetId: string;
  /** One person of each role, by name. */
  ben: Actor;
  ana: Actor;
  ola: Actor;
  vera: Actor;
  input(change?: Partial<RunInput>): RunInput;
};

const PEOPLE = { ben: 'member', ana: 'lead', ola: 'owner', vera: 'viewer' } as const satisfies Record<
  string,
  MemberRole
>;

/** For tests: a workspace with a person of each role, a sheet, and a connection that is paid for. Nothing is ever sent. */
export async function createApprovalWorld(overPicoUsd: bigint | null): Promise<ApprovalWorld> {
  const [workspaceId, datasetId] = [newId('ws'), newId('ds')];
  await db().workspace.create({ data: { id: workspaceId, name: 'Test', approvalOverPicoUsd: overPicoUsd } });
  for (const kind of ['openai', 'sandbox'] as const)
    await db().connection.create({
      data: { id: newId('con'), workspaceId, key: kind, name: kind, kind, isDefault: kind === 'openai' },
    });
  await db().dataset.create({
    data: {
      ...{ id: datasetId, workspaceId, name: 'letters', encoding: 'utf-8', delimiter: ',', hasHeader: true },
      columns: [{ name: 'text', type: 'text', emptyCount: 0 }],
      ...{ rowCount: 3, sizeBytes: 10, sha256: '' },
    },
  });
  const rows = ['Dear all', 'Hello', 'Good day'];
  await db().datasetRow.createMany({ data: rows.map((cell, rowIndex) => ({ datasetId, rowIndex, values: [cell] })) });
  const people = await Promise.all(Object.entries(PEOPLE).map(([name, role]) => join(workspaceId, name, role)));
  const [ben, ana, ola, vera] = people;
  if (!ben || !ana || !ola || !vera) throw new Error('Somebody is missing.');
  const input = (change: Partial<RunInput> = {}) =>
    RunInput.parse({
      ...{ datasetId, name: 'Letters', model: 'gpt-4o-mini', connection: 'openai' },
      ...{ prompt: { user: 'Sum up {{text}}' }, output: { kind: 'text' }, ...change },
    });
  return { ...{ workspaceId, datasetId, ben, ana, ola, vera }, input };
}

/** Somebody of a role in a workspace, signed in. */
export async function join(workspaceId: string, person: string, role: MemberRole): Promise<Actor> {
  const name = `${person[0]?.toUpperCase()}${person.slice(1)}`;
  const userId = newId('usr');
  await db().user.create({
    data: {
      ...{ id: userId, name, email: `${userId}@example.org` },
      memberships: { create: { workspaceId, role } },
    },
  });
  return { ...{ workspaceId, userId, name, role }, via: 'session' };
}
