import 'server-only';
import type { PoolClient } from 'pg';
import type { Upload } from '#lib/datasets/upload.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { pool } from '#lib/platform/db/pool.ts';

/** Files on their way. In SQL, because pieces of megabytes go in and out of it. */

/** Whose upload it is: nobody else may add to it, read it or end it, not even in the same workspace. */
export type Uploader = { workspaceId: string; userId: string | null };

type UploadRow = { id: string; sizeBytes: string; receivedBytes: string; datasetId: string | null };

const FIELDS = '"id", "sizeBytes", "receivedBytes", "datasetId"';
const IS_OWN = '"id" = $1 and "workspaceId" = $2 and "createdById" is not distinct from $3';

/** Pieces are read in blocks of this size, as they would come from a socket, so that no block holds up the process. */
const BLOCK_BYTES = 64 * 1024;

export async function createUpload(uploader: Uploader, sizeBytes: number): Promise<Upload> {
  const { rows } = await pool().query<UploadRow>(
    `insert into upload ("id", "workspaceId", "createdById", "sizeBytes") values ($1, $2, $3, $4) returning ${FIELDS}`,
    [newId('up'), uploader.workspaceId, uploader.userId, sizeBytes],
  );
  return toUpload(rows);
}

/** @throws AppError `not_found` when it was never begun, was canceled, is somebody else's, or was swept. */
export async function getUpload(uploader: Uploader, uploadId: string): Promise<Upload> {
  const { rows } = await pool().query<UploadRow>(
    `select ${FIELDS} from upload where ${IS_OWN}`,
    keyOf(uploader, uploadId),
  );
  return toUpload(rows);
}

/**
 * Keeps a piece that begins where the ones before it end, all of it or nothing. Any other piece (one sent twice because
 * its answer was lost, one too far on) is passed over: the answer says from where to go on.
 * @throws AppError `not_found`, `invalid` when it is longer than what is missing.
 */
export async function appendChunk(
  uploader: Uploader,
  uploadId: string,
  fromByte: number,
  bytes: Buffer,
): Promise<Upload> {
  const { rows } = await pool().query<UploadRow>(
    `with grown as (
       update upload set "receivedBytes" = "receivedBytes" + $5, "updatedAt" = now()
       where ${IS_OWN} and "receivedBytes" = $4 and "receivedBytes" + $5 <= "sizeBytes" and $5 > 0
       returning ${FIELDS}
     ), kept as (
       insert into upload_chunk ("uploadId", "fromByte", "bytes") select "id", $4, $6 from grown
     )
     select * from grown`,
    [...keyOf(uploader, uploadId), fromByte, bytes.length, bytes],
  );
  if (rows.length > 0) return toUpload(rows);
  const upload = await getUpload(uploader, uploadId);
  if (upload.receivedBytes === fromByte && fromByte + bytes.length > upload.sizeBytes) {
    throw new AppError('invalid', `The file was announced with ${upload.sizeBytes} bytes, but more came.`);
  }
  return upload;
}

/** The bytes that have come, in order. Ends early when the upload is canceled meanwhile. */
export async function* readChunks(uploadId: string): AsyncGenerator<Uint8Array> {
  for (let fromByte = 0; ; ) {
    const { rows } = await pool().query<{ bytes: Buffer }>(
      'select "bytes" from upload_chunk where "uploadId" = $1 and "fromByte" = $2',
      [uploadId, fromByte],
    );
    const bytes = rows[0]?.bytes;
    if (!bytes) return;
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) yield bytes.subarray(at, at + BLOCK_BYTES);
    fromByte += bytes.length;
  }
}

/**
 * The last step of an import, in its transaction: the upload is this dataset now, and its pieces go. Of two imports of one
 * upload the second one fails here, and so does one that was canceled meanwhile; neither leaves anything.
 * @throws AppError `conflict`.
 */
export async function finishUpload(connection: PoolClient, uploadId: string, datasetId: string): Promise<void> {
  const { rowCount } = await connection.query(
    'update upload set "datasetId" = $2, "updatedAt" = now() where "id" = $1 and "datasetId" is null',
    [uploadId, datasetId],
  );
  if (rowCount === 0) throw new AppError('conflict', 'This upload was canceled, or imported by another request.');
  await connection.query('delete from upload_chunk where "uploadId" = $1', [uploadId]);
}

/** Forgets an upload with all its pieces. Answers the dataset it had become, if it had; null also when there was none. */
export async function deleteUpload(uploader: Uploader, uploadId: string): Promise<string | null> {
  const { rows } = await pool().query<{ datasetId: string | null }>(
    `delete from upload where ${IS_OWN} returning "datasetId"`,
    keyOf(uploader, uploadId),
  );
  return rows[0]?.datasetId ?? null;
}

/** Forgets the uploads that nobody added to for a day. Answers how many. */
export async function forgetOldUploads(): Promise<number> {
  const { rowCount } = await pool().query(`delete from upload where "updatedAt" < now() - interval '1 day'`);
  return rowCount ?? 0;
}

function keyOf({ workspaceId, userId }: Uploader, uploadId: string): [string, string, string | null] {
  return [uploadId, workspaceId, userId];
}

function toUpload([row]: readonly UploadRow[]): Upload {
  if (!row) throw new AppError('not_found', 'This upload does not exist any more. Send the file again.');
  return { ...row, sizeBytes: Number(row.sizeBytes), receivedBytes: Number(row.receivedBytes) };
}
