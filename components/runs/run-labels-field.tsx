'use client';

import { X } from 'lucide-react';
import { type ComponentProps, useId, useRef, useState } from 'react';
import { labelKeys, withTypedLabels } from '#lib/run-labels.ts';

type RunLabelsFieldProps = {
  labels: readonly string[];
  onChange: (labels: string[]) => void;
  /** Labels that were used before: the browser offers them while one types. */
  suggestions: readonly string[];
  error?: string | undefined;
  autoFocus?: boolean;
};

/** Labels as chips, and a line for the next one: Enter or a comma adds it, backspace in the empty line takes the last away. */
export function RunLabelsField({ labels, onChange, suggestions, error, autoFocus = false }: RunLabelsFieldProps) {
  const id = useId();
  const line = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');

  function add(text: string) {
    setTyped('');
    const next = withTypedLabels(labels, text);
    if (next.length > labels.length) onChange(next);
  }

  function remove(label: string) {
    onChange(labels.filter((other) => other !== label));
    line.current?.focus();
  }

  const onKeyDown: ComponentProps<'input'>['onKeyDown'] = (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && typed.trim() !== '') {
      // The form around is not sent by the way.
      event.preventDefault();
      add(typed);
    } else if (event.key === 'Backspace' && typed === '') onChange(labels.slice(0, -1));
  };

  const known = new Set(labelKeys(labels));
  const left = suggestions.filter((label) => !known.has(labelKeys([label])[0] ?? ''));
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        Labels (optional)
      </label>
      <div className="flex min-h-9 flex-wrap gap-1.5 rounded-md border border-line-strong bg-surface px-2 py-1 focus-within:outline-2 focus-within:outline-accent">
        {labels.map((label) => (
          <span
            key={label}
            className="inline-flex max-w-full items-center gap-1 rounded bg-sunken py-0.5 pr-0.5 pl-2 text-sm"
          >
            <span className="truncate">{label}</span>
            <button
              type="button"
              aria-label={`Take the label ${label} away`}
              onClick={() => remove(label)}
              className="rounded p-1 text-ink-muted hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </span>
        ))}
        <input
          ref={line}
          id={id}
          list={`${id}-known`}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: in a dialog that was opened to type here.
          autoFocus={autoFocus}
          value={typed}
          onChange={({ target }) => (/[,;]/.test(target.value) ? add(target.value) : setTyped(target.value))}
          onKeyDown={onKeyDown}
          onBlur={() => add(typed)}
          aria-describedby={`${id}-description${error === undefined ? '' : ` ${id}-error`}`}
          {...(error !== undefined && { 'aria-invalid': true })}
          className="min-h-7 min-w-32 grow bg-transparent text-sm text-ink outline-none"
        />
      </div>
      <datalist id={`${id}-known`}>
        {left.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
      <span id={`${id}-description`} className="text-xs text-ink-muted">
        Such as a campaign or who pays. Enter adds one. Costs and budgets go by them; only people here see them.
      </span>
      {error !== undefined && (
        <span id={`${id}-error`} className="text-sm text-bad">
          {error}
        </span>
      )}
    </div>
  );
}
