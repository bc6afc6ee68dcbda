import 'server-only';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { removeDataset } from './remove-dataset.ts';
import { deleteUpload } from './upload-store.ts';

/**
 * Ends an upload and leaves nothing of it, not even the dataset it became at the very moment it was canceled. One that
 * does not exist is as good as canceled.
 */
export async function cancelUpload(actor: Actor, uploadId: string): Promise<void> {
  const datasetId = await deleteUpload(actor, uploadId);
  if (datasetId === null) return;
  try {
    await removeDataset(actor, datasetId);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
  }
}
