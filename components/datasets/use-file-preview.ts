import { useEffect, useState } from 'react';
import { type CsvPreview, HEAD_BYTES, previewCsv } from '#lib/datasets/preview-csv.ts';
import { AppError, type Issue } from '#lib/errors.ts';
import type { FileOptions } from './send-file.ts';

export type FilePreview =
  | { kind: 'readable'; preview: CsvPreview }
  | { kind: 'unreadable'; message: string; issues: readonly Issue[] };

const PREVIEW_ROWS = 5;

/** How the beginning of a chosen file reads with these options, before anything is sent. Null until it is read. */
export function useFilePreview(file: File | null, options: FileOptions): FilePreview | null {
  const { encoding, delimiter, hasHeader } = options;
  const [preview, setPreview] = useState<FilePreview | null>(null);
  useEffect(() => {
    setPreview(null);
    if (!file) return;
    let isCurrent = true;
    const choices = { encoding: encoding || undefined, delimiter: delimiter || undefined, header: hasHeader };
    void readPreview(file, choices).then((read) => {
      if (isCurrent) setPreview(read);
    });
    return () => {
      isCurrent = false;
    };
  }, [file, encoding, delimiter, hasHeader]);
  return preview;
}

async function readPreview(file: File, choices: Parameters<typeof previewCsv>[2]): Promise<FilePreview> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    return { kind: 'readable', preview: previewOf(head, file.size <= HEAD_BYTES, choices) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'unreadable', message: error.message, issues: error.issues };
    return { kind: 'unreadable', message: 'This browser cannot read the file. Choose it again.', issues: [] };
  }
}

/** A file with problems is shown as "Import anyway" would take it; the problems stay those of a strict import. */
function previewOf(head: Uint8Array, isWhole: boolean, choices: Parameters<typeof previewCsv>[2]): CsvPreview {
  const strict = previewCsv(head, isWhole, choices, PREVIEW_ROWS);
  if (strict.issues.length === 0) return strict;
  const { columns, rows } = previewCsv(head, isWhole, { ...choices, mode: 'lenient' }, PREVIEW_ROWS);
  return { ...strict, columns, rows };
}
