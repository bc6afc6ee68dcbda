'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { LeaveGuard } from '#components/ui/leave-guard.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { DELIMITERS } from '#lib/datasets/delimiters.ts';
import { nameFromFile } from '#lib/datasets/file-name.ts';
import type { FilePreview as Read } from '#lib/datasets/preview-file.ts';
import type { UploadChoices } from '#lib/datasets/upload.ts';
import { formatBytes } from '#lib/format.ts';
import { receiveFiles } from './dropped-file.ts';
import { FilePreview } from './file-preview.tsx';
import { SampleFileLink } from './sample-file-link.tsx';
import { type FileOptions, UploadOptions } from './upload-options.tsx';
import { ImportAnyway, UploadProblems } from './upload-problems.tsx';
import { UploadProgress } from './upload-progress.tsx';
import { useFilePreview } from './use-file-preview.ts';
import { isUnderWay, type UploadState, useUpload } from './use-upload.ts';

const DETECT: FileOptions = { name: '', encoding: '', delimiter: '', hasHeader: true };

/**
 * Choose a file, see how it reads, send it. `onDone` gets the dataset's id once every row is stored; without it, the
 * dataset's page opens.
 */
export function UploadForm({ onDone }: { onDone?: (datasetId: string) => void }) {
  const router = useRouter();
  const openDataset = useCallback((datasetId: string) => router.push(`/datasets/${datasetId}`), [router]);
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState(DETECT);
  const { state, start, cancel, reset, discard, tryNow } = useUpload(onDone ?? openDataset);
  const preview = useFilePreview(file, options);
  const isBusy = isUnderWay(state);
  const isOver = state.kind === 'stored';
  // Read when all bytes are there: what is chosen while they are on their way still counts.
  const latest = useRef(options);
  latest.current = options;

  const choose = (chosen: File) => {
    discard();
    reset();
    setFile(chosen);
    setOptions({ ...DETECT, name: nameFromFile(chosen.name) });
  };
  const change = (part: Partial<FileOptions>) => {
    setOptions({ ...options, ...part });
    if (!isBusy) reset();
  };
  const send = (mode: UploadChoices['mode']) => {
    if (file) void start(file, () => toChoices(latest.current, mode, file.name));
  };
  useDroppedFiles(choose, isBusy || isOver);

  return (
    <div className="flex flex-col gap-4">
      {!isBusy && !isOver && (
        <FileDrop
          label={file ? 'Choose another CSV file' : 'Choose a CSV file'}
          hint={file ? `${file.name}, ${formatBytes(file.size)}` : 'or drop it anywhere on this page. Any size.'}
          accept=".csv,.tsv,.txt,text/csv"
          isSmall={file !== null}
          onFile={choose}
        />
      )}
      {!file && <SampleFileLink />}
      {file && (
        <>
          <UploadProgress state={state} totalBytes={file.size} onCancel={cancel} onTryNow={tryNow} />
          {state.kind === 'canceled' && <Alert tone="neutral">The upload was canceled. Nothing was stored.</Alert>}
          {!isOver && state.kind !== 'reading' && (
            <>
              <TextField
                label="Name of the dataset"
                name="name"
                value={options.name}
                onChange={(name) => change({ name })}
                maxLength={200}
              />
              <UploadOptions options={options} preview={preview} onChange={change} />
            </>
          )}
          {!isBusy && !isOver && <ReadyToSend preview={preview} state={state} onSend={send} />}
          {preview?.kind === 'readable' && <FilePreview preview={preview} />}
        </>
      )}
      <LeaveGuard
        isActive={isBusy}
        title="Leave and cancel the upload?"
        consequence="The file is still on its way. If you leave this page now, nothing of it is stored."
        leave="Leave and cancel"
        stay="Stay here"
      />
    </div>
  );
}

/** What is dropped anywhere on the window comes here while this form is on the page. */
function useDroppedFiles(choose: (file: File) => void, isBusy: boolean): void {
  const latest = useRef({ choose, isBusy });
  latest.current = { choose, isBusy };
  useEffect(
    () =>
      receiveFiles({
        take: (file) => latest.current.choose(file),
        refusal: () => (latest.current.isBusy ? 'One file at a time: this upload is still under way.' : null),
      }),
    [],
  );
}

function toChoices(options: FileOptions, mode: UploadChoices['mode'], fileName: string): UploadChoices {
  const delimiter = DELIMITERS.find((known) => known === options.delimiter);
  return {
    name: options.name.trim() || nameFromFile(fileName),
    header: options.hasHeader,
    mode,
    ...(options.encoding && { encoding: options.encoding }),
    ...(delimiter && { delimiter }),
  };
}

type ReadyToSendProps = {
  preview: Read | null;
  state: UploadState;
  onSend: (mode: UploadChoices['mode']) => void;
};

/** What is wrong with the file as far as is known, and the way to send it. */
function ReadyToSend({ preview, state, onSend }: ReadyToSendProps) {
  if (state.kind === 'refused') {
    const { message, issues, changes } = state;
    const anyway = changes && <ImportAnyway changes={changes} isWhole onImport={onSend} />;
    return (
      <>
        <UploadProblems title="Nothing was stored" message={message} issues={issues} anyway={anyway} />
        {issues.length === 0 && (
          <div>
            <Button onPress={() => onSend(state.mode)}>Try again</Button>
          </div>
        )}
      </>
    );
  }
  if (!preview) return <p role="status">Reading the beginning of the file.</p>;
  if (preview.kind === 'unreadable') {
    return <UploadProblems title="This file cannot be read" anyway={null} {...preview} />;
  }
  const { issues, changes, isWhole } = preview;
  if (issues.length > 0) {
    const anyway = changes.length > 0 && <ImportAnyway changes={changes} isWhole={isWhole} onImport={onSend} />;
    return <UploadProblems title="This file has problems" message="" issues={issues} anyway={anyway} />;
  }
  return (
    <div>
      <Button kind="primary" onPress={() => onSend('strict')}>
        Import this file
      </Button>
    </div>
  );
}
