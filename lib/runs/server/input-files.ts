import 'server-only';
import { db } from '#lib/platform/db/client.ts';
import { now, nowMs } from '#lib/platform/db/clock.ts';
import { failPoint } from '#lib/platform/fail-point.ts';
import { log } from '#lib/platform/log.ts';
import { getConnectionWithSecret } from '#lib/providers/server/connection-queries.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import { openProvider } from '#lib/providers/server/registry.ts';
import type { EngineBatch } from './batch-queries.ts';

const AT_MOST = 100;
/** After the end of a batch, for whoever still had an upload under way for it: longer than an upload may take. */
const GRACE_MS = 60 * 60_000;

/** Notes that a file is about to be sent, before its first byte leaves: its name at the provider is known, its id is not. */
export async function noteUpload(batch: EngineBatch): Promise<bigint> {
  const { workspaceId, connectionId, id: batchId, submissionId } = batch;
  const noted = await db().inputFile.create({
    data: { workspaceId, connectionId, batchId, submissionId, createdAt: now() },
  });
  return noted.id;
}

/** Notes the id of an uploaded file, before anything is done with it. */
export async function noteUploaded(id: bigint, fileId: string): Promise<void> {
  await db().inputFile.update({ where: { id }, data: { fileId } });
}

type LeftFile = { id: bigint; fileId: string | null; name: string };

/**
 * Deletes at the providers the input files of batches that are over: those that were used, those of submissions that were
 * given up, and those of uploads whose answer never came, which are found by their name. Tried once; what fails is logged.
 */
export async function sweepInputFiles(graceMs = GRACE_MS): Promise<void> {
  for (const [place, files] of await listLeftFiles(graceMs)) {
    const [workspaceId = '', connectionId = ''] = place.split(' ');
    try {
      const connection = await getConnectionWithSecret(db(), workspaceId, connectionId);
      failPoint('files.before-delete');
      await deleteFiles(openProvider(connection, { model: '', jsonSchema: null }), files);
    } catch (error) {
      log().warn({ err: error, connectionId, files: files.length }, 'Input files at the provider were not deleted.');
    }
    failPoint('files.before-note');
    await db().inputFile.updateMany({
      where: { id: { in: files.map((file) => file.id) } },
      data: { sweptAt: now() },
    });
    failPoint('files.after-note');
  }
}

async function deleteFiles(provider: Provider, files: readonly LeftFile[]): Promise<void> {
  for (const { fileId } of files) {
    if (fileId === null) continue;
    await provider.deleteFile(fileId).catch((error: unknown) => {
      log().warn({ err: error, fileId }, 'An input file at the provider was not deleted.');
    });
  }
  const lost = new Set(files.filter((file) => file.fileId === null).map((file) => file.name));
  if (lost.size === 0) return;
  failPoint('files.before-list');
  for await (const { fileId, name } of provider.listInputFiles()) if (lost.has(name)) await provider.deleteFile(fileId);
}

/** By workspace and connection. A file whose batch was deleted with its run is left over too. */
async function listLeftFiles(graceMs: number): Promise<Map<string, LeftFile[]>> {
  const before = new Date(nowMs() - graceMs);
  const rows = await db().$queryRaw<(LeftFile & { place: string })[]>`
    select f."id", f."fileId", f."submissionId" || '.jsonl' as name, f."workspaceId" || ' ' || f."connectionId" as place
    from "input_file" f left join "batch" b on b."id" = f."batchId"
    where f."sweptAt" is null and f."createdAt" < ${before} and (b."id" is null or b."finishedAt" < ${before})
    order by f."createdAt" limit ${AT_MOST}`;
  return Map.groupBy(rows, (row) => row.place);
}
