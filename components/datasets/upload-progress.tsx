import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { floorPercent, formatBytes, formatDuration } from '#lib/format.ts';
import type { UploadState } from './use-upload.ts';

type UploadProgressProps = {
  state: UploadState;
  totalBytes: number;
  onCancel: () => void;
  onTryNow: () => void;
};

/** How far an upload is, in a bar and in words, and the ways out of it. */
export function UploadProgress({ state, totalBytes, onCancel, onTryNow }: UploadProgressProps) {
  if (state.kind === 'stored') return <p role="status">Every row is stored.</p>;
  if (state.kind !== 'sending' && state.kind !== 'waiting' && state.kind !== 'reading') return null;
  const doneBytes = state.kind === 'reading' ? state.readBytes : state.sentBytes;
  return (
    <div className="flex flex-col gap-3">
      {state.kind === 'waiting' && (
        <Alert tone="warn" title={state.message}>
          <p>
            {state.sentBytes > 0
              ? `The ${formatBytes(state.sentBytes)} sent so far are kept. The upload goes on from there by itself; the next try is in ${formatDuration(state.waitMs)}.`
              : `The upload begins by itself as soon as it can; the next try is in ${formatDuration(state.waitMs)}.`}
          </p>
        </Alert>
      )}
      <ProgressBar label="Upload" value={doneBytes} max={totalBytes} text={wordsOf(state, totalBytes)} />
      <div className="flex flex-wrap gap-2">
        {state.kind === 'waiting' && <Button onPress={onTryNow}>Try now</Button>}
        <Button onPress={onCancel}>Cancel upload</Button>
      </div>
    </div>
  );
}

type UnderWay = Extract<UploadState, { kind: 'sending' | 'waiting' | 'reading' }>;

function wordsOf(state: UnderWay, totalBytes: number): string {
  if (state.kind === 'reading') {
    const percent = floorPercent(state.readBytes, totalBytes) ?? 0;
    return `All ${formatBytes(totalBytes)} have arrived. Reading and storing the rows: ${percent} %`;
  }
  const { sentBytes } = state;
  const far = `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)} sent, ${floorPercent(sentBytes, totalBytes) ?? 0} %`;
  if (state.kind === 'waiting' || state.bytesPerSecond === null || state.leftMs === null) return far;
  return `${far} · ${formatBytes(Math.round(state.bytesPerSecond))} a second · about ${formatDuration(state.leftMs)} left`;
}
