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
import type { FileOptions, ImportOptions } from './send-file.ts';
import { UploadOptions } from './upload-options.tsx';
import { UploadProblems } from './upload-problems.tsx';
import { useFilePreview } from './use-file-preview.ts';
import { type UploadState, useUpload } from './use-upload.ts';

const DETECT: FileOptions = { name: '', encoding: '', delimiter: '', hasHeader: true };

/** Choose a file, see how it reads, send it. */
export function UploadForm() {
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState(DETECT);
  const { state, start, cancel, reset } = useUpload();
  const preview = useFilePreview(file, options);
  const isSending = state.kind === 'sending' || state.kind === 'stored';
  const change = (part: Partial<FileOptions>) => {
    setOptions({ ...options, ...part });
    reset();
  };
  const choose = (chosen: File) => {
    setFile(chosen);
    change({ name: nameFromFile(chosen.name) });
  };

  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label={file ? 'Choose another CSV file' : 'Choose a CSV file'}
        hint={file ? `${file.name}, ${formatBytes(file.size)}` : 'or drop it here. Any size.'}
        accept=".csv,.tsv,.txt,text/csv"
        isDisabled={isSending}
        onFile={choose}
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
      {file && !isSending && (
        <ReadyToSend
          preview={preview}
          state={state}
          onSend={(mode) => start(file, { ...options, mode, name: options.name.trim() || nameFromFile(file.name) })}
        />
      )}
      <Sending state={state} onCancel={cancel} />
    </div>
  );
}

type ReadyToSendProps = {
  preview: ReturnType<typeof useFilePreview>;
  state: UploadState;
  onSend: (mode: ImportOptions['mode']) => void;
};

/** How the file reads, what is wrong with it as far as is known, and the way to send it. */
function ReadyToSend({ preview, state, onSend }: ReadyToSendProps) {
  const sendAnyway = () => onSend('lenient');
  if (state.kind === 'refused') {
    const { message, issues, mode } = state;
    const anyway = mode === 'strict' && issues.length > 0 ? sendAnyway : null;
    return <UploadProblems title="Nothing was stored" message={message} issues={issues} onImportAnyway={anyway} />;
  }
  if (preview?.kind === 'unreadable') {
    return <UploadProblems title="This file cannot be read" onImportAnyway={null} {...preview} />;
  }
  const issues = preview?.preview.issues ?? [];
  return (
    <>
      {state.kind === 'canceled' && <Alert tone="neutral">The upload was canceled. Nothing was stored.</Alert>}
      {issues.length > 0 && (
        <UploadProblems title="This file has problems" message="" issues={issues} onImportAnyway={sendAnyway} />
      )}
      {preview && <FilePreview preview={preview.preview} />}
      {issues.length === 0 && (
        <div>
          <Button kind="primary" onPress={() => onSend('strict')}>
            Import this file
          </Button>
        </div>
      )}
    </>
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
