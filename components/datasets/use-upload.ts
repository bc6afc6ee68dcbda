import { useCallback, useEffect, useRef, useState } from 'react';
import type { Note } from '#lib/datasets/schema.ts';
import type { UploadChoices } from '#lib/datasets/upload.ts';
import { UploadPace } from '#lib/datasets/upload-pace.ts';
import type { Issue } from '#lib/errors.ts';
import { UploadTrouble } from './upload-calls.ts';
import { type UploadEnd, UploadSession, type UploadStep } from './upload-session.ts';

export type UploadState =
  | { kind: 'idle' }
  | { kind: 'sending'; sentBytes: number; bytesPerSecond: number | null; leftMs: number | null }
  | { kind: 'waiting'; sentBytes: number; message: string; waitMs: number }
  | { kind: 'reading'; readBytes: number }
  | {
      kind: 'refused';
      message: string;
      issues: readonly Issue[];
      changes: readonly Note[] | null;
      mode: UploadChoices['mode'];
    }
  | { kind: 'canceled' }
  | { kind: 'stored' };

export function isUnderWay(state: UploadState): boolean {
  return state.kind === 'sending' || state.kind === 'waiting' || state.kind === 'reading';
}

/** One upload at a time. What the server holds of it goes when it is canceled, when another file is taken, or with the page. */
export function useUpload(onDone: (datasetId: string) => void) {
  const [state, setState] = useState<UploadState>({ kind: 'idle' });
  const session = useRef<UploadSession>(null);

  const discard = useCallback(() => {
    session.current?.discard();
    session.current = null;
  }, []);
  useEffect(() => {
    // A page that is left may be shown again as it was: then it has to say that its upload is over.
    const onHide = () => {
      if (session.current) setState({ kind: 'canceled' });
      discard();
    };
    window.addEventListener('pagehide', onHide);
    return () => {
      window.removeEventListener('pagehide', onHide);
      discard();
    };
  }, [discard]);

  const start = useCallback(
    async (file: File, readChoices: () => UploadChoices) => {
      // A file whose bytes are there already is only read again.
      if (session.current?.file !== file) discard();
      const current = session.current ?? new UploadSession(file);
      session.current = current;
      const pace = new UploadPace();
      const show = (step: UploadStep) => setState(stateOf(step, pace, file.size));
      show({ kind: 'sending', sentBytes: 0 });
      const end = await endOf(current.run(readChoices, show));
      // What comes of a session that was discarded is nobody's business any more.
      if (session.current !== current) return;
      if (end.kind === 'refused') return setState({ ...end, mode: readChoices().mode });
      session.current = null;
      setState({ kind: 'stored' });
      onDone(end.datasetId);
    },
    [discard, onDone],
  );

  const cancel = useCallback(() => {
    discard();
    setState({ kind: 'canceled' });
  }, [discard]);
  const reset = useCallback(() => setState({ kind: 'idle' }), []);
  const tryNow = useCallback(() => session.current?.tryNow(), []);
  return { state, start, cancel, reset, discard, tryNow };
}

function stateOf(step: UploadStep, pace: UploadPace, totalBytes: number): UploadState {
  if (step.kind === 'waiting') pace.restart();
  if (step.kind !== 'sending') return step;
  pace.add(step.sentBytes, performance.now());
  return { ...step, bytesPerSecond: pace.speed(), leftMs: pace.leftMs(totalBytes) };
}

/** How a run of a session ended, a thrown end included. One that was discarded ends too, and nobody looks. */
async function endOf(run: Promise<UploadEnd>): Promise<UploadEnd> {
  try {
    return await run;
  } catch (error) {
    const message = error instanceof UploadTrouble ? error.message : UNFORESEEN;
    return { kind: 'refused', code: 'internal', message: `${message} Nothing was stored.`, issues: [], changes: null };
  }
}

const UNFORESEEN = 'The upload broke off in this browser. Reload the page and choose the file again.';
