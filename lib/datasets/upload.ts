import { z } from 'zod';
import { DatasetName, Delimiter, ImportMode, Note } from './schema.ts';

/** A file on its way: its bytes are kept piece by piece, and read once all of them are there. */
export const Upload = z.object({
  id: z.string(),
  sizeBytes: z.int().min(1),
  receivedBytes: z.int().min(0),
  /** The dataset it became. */
  datasetId: z.string().nullable(),
});
export type Upload = z.infer<typeof Upload>;

export const UploadInput = z.object({ sizeBytes: z.int().min(1, 'must be at least 1: the file is empty') });
export type UploadInput = z.infer<typeof UploadInput>;

/** Where in the file a piece begins. */
export const ChunkQuery = z.object({ from: z.coerce.number().int().min(0) });

/** How the whole file is to be read; what is left out is detected. */
export const UploadChoices = z.object({
  name: DatasetName,
  encoding: z.string().optional(),
  delimiter: Delimiter.optional(),
  header: z.boolean(),
  mode: ImportMode,
});
export type UploadChoices = z.infer<typeof UploadChoices>;

const FileIssue = z.object({
  message: z.string(),
  path: z.string().exactOptional(),
  line: z.int().exactOptional(),
  record: z.int().exactOptional(),
  column: z.string().exactOptional(),
  text: z.string().exactOptional(),
});

/**
 * What is said of a file while it is read, a line of JSON each, the last one being `stored` or `refused`. `changes` is
 * what "import anyway" would do to it, null when that would not help.
 */
export const ImportLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), readBytes: z.int() }),
  z.object({ kind: z.literal('stored'), datasetId: z.string() }),
  z.object({
    kind: z.literal('refused'),
    code: z.string(),
    message: z.string(),
    issues: z.array(FileIssue),
    changes: z.array(Note).nullable(),
  }),
]);
export type ImportLine = z.infer<typeof ImportLine>;
