import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import type { Note } from '#lib/datasets/schema.ts';
import type { ImportLine, UploadChoices } from '#lib/datasets/upload.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { toShownError } from '#lib/platform/http/shown-error.ts';
import { importDataset } from './import-dataset.ts';
import { listChanges } from './list-changes.ts';
import { finishUpload, getUpload, readChunks } from './upload-store.ts';

const TELL_MS = 500;

type Reading = { readBytes: number; signal: AbortSignal };

/**
 * Imports a file that has come whole, and tells meanwhile how far it is: a line at least twice a second, so that nothing
 * on the way takes the connection for a dead one. A client that leaves ends the import, which leaves nothing behind; to
 * ask again is safe, also after the import: then the answer is the same dataset.
 * @throws AppError `not_found`, `conflict` when bytes are missing; before the first line.
 */
export async function* importUpload(
  actor: Actor,
  uploadId: string,
  choices: UploadChoices,
  requestSignal: AbortSignal,
): AsyncGenerator<ImportLine> {
  const upload = await getUpload(actor, uploadId);
  const { sizeBytes, receivedBytes } = upload;
  if (receivedBytes < sizeBytes) {
    throw new AppError('conflict', `Only ${receivedBytes} of ${sizeBytes} bytes have come. Send the rest first.`);
  }
  const leaves = new AbortController();
  const reading: Reading = { readBytes: 0, signal: AbortSignal.any([requestSignal, leaves.signal]) };
  try {
    const work = importOrRefuse(actor, upload, choices, reading);
    for (;;) {
      const last = await Promise.race([work, wait(TELL_MS, null)]);
      if (last) return yield last;
      yield { kind: 'reading', readBytes: reading.readBytes };
    }
  } finally {
    leaves.abort();
  }
}

async function importOrRefuse(
  actor: Actor,
  upload: { id: string; sizeBytes: number; datasetId: string | null },
  choices: UploadChoices,
  reading: Reading,
): Promise<ImportLine> {
  if (upload.datasetId) return { kind: 'stored', datasetId: upload.datasetId };
  try {
    const dataset = await importDataset(countBytes(upload.id, reading), {
      ...choices,
      workspaceId: actor.workspaceId,
      createdById: actor.userId,
      expectedBytes: upload.sizeBytes,
      signal: reading.signal,
      drains: false,
      finish: (connection, datasetId) => finishUpload(connection, upload.id, datasetId),
    });
    const { name, rowCount } = dataset;
    await recordAudit(db(), actor, 'dataset.created', dataset.id, { name, rowCount });
    return { kind: 'stored', datasetId: dataset.id };
  } catch (error) {
    const stored = await findStored(actor, upload.id);
    if (stored) return { kind: 'stored', datasetId: stored };
    const { code, message, issues } = toShownError(error, 'import of an upload');
    const mayHelp = code === 'invalid' && choices.mode === 'strict';
    const changes = mayHelp ? await changesOf(upload.id, choices, reading) : null;
    return { kind: 'refused', code, message, issues: [...issues], changes };
  }
}

async function* countBytes(uploadId: string, reading: Reading): AsyncGenerator<Uint8Array> {
  for await (const block of readChunks(uploadId)) {
    reading.readBytes += block.length;
    yield block;
  }
}

/** What "import anyway" would do, found out by reading the file that way; null when that fails too. */
async function changesOf(uploadId: string, choices: UploadChoices, reading: Reading): Promise<Note[] | null> {
  reading.readBytes = 0;
  try {
    return await listChanges(countBytes(uploadId, reading), choices, reading.signal);
  } catch (error) {
    // It is no worse than not knowing: the refusal itself stands.
    toShownError(error, 'changes of an upload');
    return null;
  }
}

/** The dataset that another request for the same upload made meanwhile. */
async function findStored(actor: Actor, uploadId: string): Promise<string | null> {
  try {
    return (await getUpload(actor, uploadId)).datasetId;
  } catch {
    return null;
  }
}
