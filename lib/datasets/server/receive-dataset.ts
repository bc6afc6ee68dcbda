import 'server-only';
import { recordAudit } from '#lib/auth/server/audit.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { type Dataset, DatasetUploadQuery } from '#lib/datasets/schema.ts';
import { AppError } from '#lib/errors.ts';
import { db } from '#lib/platform/db/client.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { importDataset } from './import-dataset.ts';

/**
 * Imports the body of an upload: the file's own bytes, read as they come. How to read them stands in the address; a
 * charset in Content-Type counts as chosen too.
 * @throws AppError `unsupported` when the body is a form, JSON or packed, and what importDataset throws.
 */
export async function receiveDataset(request: Request, actor: Actor): Promise<Dataset> {
  const query = parseInput(DatasetUploadQuery, Object.fromEntries(new URL(request.url).searchParams));
  refusePacked(request.headers);
  const { name = 'dataset', encoding = charsetOf(request.headers), ...choices } = query;
  const dataset = await importDataset(request.body ?? noBytes(), {
    ...choices,
    name,
    encoding,
    workspaceId: actor.workspaceId,
    createdById: actor.userId,
    expectedBytes: lengthOf(request.headers),
    signal: request.signal,
  });
  await recordAudit(db(), actor, 'dataset.created', dataset.id, { name, rowCount: dataset.rowCount });
  return dataset;
}

function refusePacked(headers: Headers): void {
  const type = headers.get('content-type')?.toLowerCase() ?? '';
  const kind = type.startsWith('multipart/') ? 'a form' : type.startsWith('application/json') ? 'JSON' : null;
  if (kind) {
    const message = `Send the bytes of the file as the body (Content-Type: text/csv), not as ${kind}.`;
    throw new AppError('unsupported', message);
  }
  const packing = headers.get('content-encoding') ?? 'identity';
  if (packing === 'identity') return;
  throw new AppError('unsupported', `A body packed as ${packing} is not read. Send the file as it is.`);
}

function charsetOf(headers: Headers): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers.get('content-type') ?? '')?.[1];
}

function lengthOf(headers: Headers): number | undefined {
  const length = headers.get('content-length');
  return length === null ? undefined : Number(length);
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
