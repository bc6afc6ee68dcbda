import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Issue } from '#lib/errors.ts';
import { type ImportOptions, sendFile } from './send-file.ts';

export type UploadState =
  | { kind: 'idle' }
  | { kind: 'sending'; sentBytes: number; totalBytes: number }
  | { kind: 'refused'; message: string; issues: readonly Issue[]; mode: ImportOptions['mode'] }
  | { kind: 'canceled' }
  | { kind: 'stored' };

/** Sends a file once at a time, and goes to its dataset when it is stored. */
export function useUpload() {
  const router = useRouter();
  const [state, setState] = useState<UploadState>({ kind: 'idle' });
  const running = useRef<AbortController>(null);

  useLeaveWarning(state.kind === 'sending');
  // A page that is left by the router takes its upload with it.
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    async (file: File, options: ImportOptions) => {
      if (running.current) return;
      const controller = new AbortController();
      running.current = controller;
      const show = (sentBytes: number) => setState({ kind: 'sending', sentBytes, totalBytes: file.size });
      show(0);
      const result = await sendFile(file, options, { signal: controller.signal, onSent: show });
      running.current = null;
      if (result.kind === 'refused') return setState({ ...result, mode: options.mode });
      if (result.kind === 'canceled') return setState(result);
      setState({ kind: 'stored' });
      router.push(`/datasets/${result.datasetId}`);
    },
    [router],
  );

  const cancel = useCallback(() => running.current?.abort(), []);
  const reset = useCallback(() => setState({ kind: 'idle' }), []);
  return { state, start, cancel, reset };
}

/** Closing the tab or reloading would end the upload: the browser asks first. */
function useLeaveWarning(isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isActive]);
}
