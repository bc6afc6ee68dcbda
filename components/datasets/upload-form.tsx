'use client';

import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { nameFromFile } from '#lib/datasets/schema.ts';
import { floorPercent, formatBytes } from '#lib/format.ts';
import { FilePreview } from './file-preview.tsx';
import type { ImportOptions } from './send-file.ts';
import { UploadOptions } from './upload-options.tsx';
import { UploadProblems } from './upload-problems.tsx';
import { useFilePreview } from './use-file-preview.ts';
import { type UploadState, useUpload } from './use-upload.ts';

const DETECT: ImportOptions = { name: '', encoding: '', delimiter: '', hasHeader: true, mode: 'strict' };

/** Choose a file, see how it reads, send it. */
export function UploadForm() {
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState(DETECT);
  const { state, start, cancel, reset } = useUpload();
  const preview = useFilePreview(file, options);
  const isSending = state.kind === 'sending' || state.kind === 'stored';
  const change = (part: Partial<ImportOptions>) => {
    setOptions({ ...options, ...part });
    reset();
  };

  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label={file ? 'Choose another CSV file' : 'Choose a CSV file'}
        hint={file ? `${file.name}, ${formatBytes(file.size)}` : 'or drop it here. Any size.'}
        accept=".csv,.tsv,.txt,text/csv"
        isDisabled={isSending}
        onFile={(chosen) => {
          setFile(chosen);
          change({ name: nameFromFile(chosen.name), mode: 'strict' });
        }}
      />
      {file && !isSending && (
        <TextField
          label="Name"
          name="name"
          value={options.name}
          onChange={(name) => change({ name })}
          maxLength={200}
        />
      )}
      {!isSending && <UploadOptions options={options} onChange={change} />}
      {file && preview?.kind === 'readable' && state.kind !== 'refused' && !isSending && (
        <FilePreview preview={preview.preview} />
      )}
      {file && preview?.kind === 'unreadable' && state.kind !== 'refused' && (
        <UploadProblems title="This file cannot be read" onImportAnyway={null} {...preview} />
      )}
      {file && !isSending && (
        <div>
          <Button
            kind="primary"
            isDisabled={preview?.kind === 'unreadable'}
            onPress={() => start(file, { ...options, name: options.name.trim() || nameFromFile(file.name) })}
          >
            Import this file
          </Button>
        </div>
      )}
      <div aria-live="polite">
        {state.kind === 'refused' && file && (
          <UploadProblems
            title="Nothing was stored"
            message={state.message}
            issues={state.issues}
            onImportAnyway={
              options.mode === 'strict'
                ? () =>
                    start(file, { ...options, name: options.name.trim() || nameFromFile(file.name), mode: 'lenient' })
                : null
            }
          />
        )}
        {state.kind === 'canceled' && <Alert tone="neutral">The upload was canceled. Nothing was stored.</Alert>}
      </div>
      <Sending state={state} onCancel={cancel} />
    </div>
  );
}

function Sending({ state, onCancel }: { state: UploadState; onCancel: () => void }) {
  if (state.kind === 'stored') return <p role="status">Every row is stored. Opening the dataset.</p>;
  if (state.kind !== 'sending') return null;
  const { sentBytes, totalBytes } = state;
  const isSent = sentBytes >= totalBytes;
  const percent = floorPercent(sentBytes, totalBytes) ?? 0;
  return (
    <div className="flex flex-col gap-3">
      <ProgressBar
        label="Upload"
        value={sentBytes}
        max={totalBytes}
        text={
          isSent
            ? 'Everything is sent. Storing the last rows.'
            : `Sending and storing: ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}, ${percent} %`
        }
      />
      <div>
        <Button onPress={onCancel}>Cancel upload</Button>
      </div>
    </div>
  );
}
