'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction } from '#lib/auth/server/define-action.ts';
import { DatasetName } from './schema.ts';
import { measureColumns } from './server/column-lengths.ts';
import { listColumnValues } from './server/column-values.ts';
import { findLongestRow } from './server/longest-row.ts';
import { removeDataset } from './server/remove-dataset.ts';
import { renameDataset } from './server/rename-dataset.ts';

/** As many as a list of labels may have. */
const MAX_VALUES = 1000;
/** As long as a label may be. */
const MAX_VALUE_CHARS = 500;

export const deleteDatasetAction = defineAction(
  z.object({ datasetId: z.string() }),
  'dataset:delete',
  async ({ datasetId }, actor) => {
    await removeDataset(actor, datasetId);
    revalidatePath('/datasets');
  },
);

export const renameDatasetAction = defineAction(
  z.object({ datasetId: z.string(), name: DatasetName }),
  'dataset:rename',
  async ({ datasetId, name }, actor) => {
    await renameDataset(actor, datasetId, name);
    revalidatePath('/datasets', 'layout');
  },
);

export const listColumnValuesAction = defineAction(
  z.object({ datasetId: z.string(), column: z.string() }),
  'read',
  async (input, actor) =>
    listColumnValues(actor.workspaceId, { ...input, limit: MAX_VALUES, maxChars: MAX_VALUE_CHARS }),
);

export const measureColumnsAction = defineAction(
  z.object({ datasetId: z.string() }),
  'read',
  async ({ datasetId }, actor) => ({ columns: await measureColumns(actor.workspaceId, datasetId) }),
);

export const findLongestRowAction = defineAction(
  z.object({ datasetId: z.string(), columns: z.array(z.string()).max(10_000) }),
  'read',
  (input, actor) => findLongestRow(actor.workspaceId, input),
);
