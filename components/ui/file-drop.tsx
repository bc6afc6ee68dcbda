'use client';

import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';

type FileDropProps = {
  label: string;
  hint: string;
  accept: string;
  isDisabled?: boolean;
  /** For a page where a file is there already. */
  isSmall?: boolean;
  onFile: (file: File) => void;
};

/** The browser's own file field with a place to drop on around it. */
export function FileDrop({ label, hint, accept, isDisabled = false, isSmall = false, onFile }: FileDropProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !isDisabled) onFile(file);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the field inside does the same by keyboard.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={`relative rounded-lg border border-dashed px-4 text-center ${isSmall ? 'py-3' : 'py-8'} has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'}`}
    >
      {!isSmall && <FileUp aria-hidden className="mx-auto mb-2 size-6 text-ink-muted" />}
      <label htmlFor={id} className="font-medium text-accent">
        {label}
      </label>
      <p id={`${id}-hint`} className="mt-1 wrap-anywhere text-ink-muted">
        {hint}
      </p>
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={isDisabled}
        aria-describedby={`${id}-hint`}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // Emptied, so that choosing the same file again, once repaired, is a change too.
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
