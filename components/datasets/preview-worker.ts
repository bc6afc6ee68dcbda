import type { CsvChoices } from '#lib/datasets/preview-csv.ts';
import { type FilePreview, previewFile } from '#lib/datasets/preview-file.ts';

/** Reads files off the page's own thread, so that wide rows and huge cells never hold it up. */

export type PreviewRequest = { id: number; file: File; choices: CsvChoices };
export type PreviewAnswer = { id: number; preview: FilePreview };

self.addEventListener('message', async ({ data }: MessageEvent<PreviewRequest>) => {
  const answer: PreviewAnswer = { id: data.id, preview: await previewFile(data.file, data.choices) };
  self.postMessage(answer);
});
