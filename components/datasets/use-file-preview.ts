import { useEffect, useRef, useState } from 'react';
import type { FilePreview } from '#lib/datasets/preview-file.ts';
import type { PreviewAnswer, PreviewRequest } from './preview-worker.ts';
import type { FileOptions } from './upload-options.tsx';

/**
 * How the beginning of a chosen file reads with these options, before anything is sent. Null until it is read for the first
 * time; while other options are tried, what was there before stays.
 */
export function useFilePreview(file: File | null, options: FileOptions): FilePreview | null {
  const { encoding, delimiter, hasHeader } = options;
  const [shown, setShown] = useState<{ file: File; preview: FilePreview } | null>(null);
  const reader = useRef<Worker>(null);
  const latest = useRef(0);

  useEffect(() => () => reader.current?.terminate(), []);
  useEffect(() => {
    if (!file) return;
    latest.current += 1;
    const id = latest.current;
    const worker = new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' });
    // A reader that is still busy with other options is not waited for.
    reader.current?.terminate();
    reader.current = worker;
    worker.onmessage = ({ data }: MessageEvent<PreviewAnswer>) => {
      if (data.id === latest.current) setShown({ file, preview: data.preview });
    };
    worker.onerror = () => setShown({ file, preview: UNREADABLE });
    const choices = { encoding: encoding || undefined, delimiter: delimiter || undefined, header: hasHeader };
    worker.postMessage({ id, file, choices } satisfies PreviewRequest);
  }, [file, encoding, delimiter, hasHeader]);

  return shown?.file === file ? shown.preview : null;
}

const UNREADABLE: FilePreview = {
  kind: 'unreadable',
  message: 'This browser could not show the file. Reload the page and choose it again.',
  issues: [],
};
