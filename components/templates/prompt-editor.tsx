'use client';

import { type Ref, useDeferredValue, useId, useImperativeHandle, useMemo, useRef } from 'react';
import { applyFix, findMarks, type Mark } from '#lib/templates/marks.ts';
import { PromptProblems } from './prompt-problems.tsx';
import { usePromptView } from './use-prompt-view.ts';

const LINE_REM = 1.3125;
const PADDING_REM = 0.75;

/** What stands beside an editor may put text where its cursor is. */
export type PromptEditorHandle = { insert(text: string): void; focus(): void };

type PromptEditorProps = {
  label: string;
  name: string;
  /** Which text this is, as in `findMarks`. */
  path: 'prompt.user' | 'prompt.system';
  value: string;
  onChange: (value: string) => void;
  onFocus: () => void;
  columns: readonly string[];
  rows: number;
  hint: string;
  description: string;
  /** What else is wrong than what can be seen in the text. */
  error?: string | undefined;
  isRequired?: boolean;
  ref?: Ref<PromptEditorHandle>;
};

/** Where a prompt is written: columns as chips, names offered after `{{`, mistakes underlined and mended on the spot. */
export function PromptEditor(props: PromptEditorProps) {
  const { label, name, path, value, onChange, onFocus, columns, rows, hint, description, error } = props;
  const { isRequired = false, ref } = props;
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const settled = useDeferredValue(value);
  const plainMarks = useMemo(() => findMarks(settled, columns, path), [settled, columns, path]);
  const described = `${id}-help ${id}-problems ${id}-error`;
  const isInvalid = error !== undefined || plainMarks.length > 0;
  const minHeight = `${rows * LINE_REM + PADDING_REM}rem`;
  const attributes = {
    ...{ 'aria-labelledby': `${id}-label`, 'aria-describedby': described, 'aria-invalid': String(isInvalid) },
    ...{ 'aria-required': String(isRequired), spellcheck: 'true', autocapitalize: 'sentences' },
  };
  const { view, isOpen, marks } = usePromptView(host, area, {
    ...{ value, columns, path, hint, minHeight, attributes },
    onChange,
    onFocus,
  });

  function insert(text: string) {
    if (view.current) view.current.insert(text);
    else insertPlain(area.current, text, onChange);
  }
  const focus = () => (view.current ?? area.current)?.focus();
  useImperativeHandle(ref, () => ({ insert, focus }));

  function fix(mark: Mark) {
    // The text may have moved on since the mark was shown.
    const current = findMarks(value, columns, path).find((one) => one.message === mark.message);
    if (!current) return;
    if (view.current) view.current.fix(current);
    else onChange(applyFix(value, current));
    focus();
  }

  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label id={`${id}-label`} htmlFor={`${id}-area`} className="text-sm font-medium">
        {label}
      </label>
      {!isOpen && (
        <textarea
          ref={area}
          id={`${id}-area`}
          name={name}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onFocus={onFocus}
          placeholder={hint}
          style={{ minHeight }}
          aria-describedby={described}
          aria-invalid={isInvalid}
          aria-required={isRequired}
          className="field-sizing-content max-h-[28rem] w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-1.5 font-mono text-sm text-ink placeholder:text-ink-muted"
        />
      )}
      <div ref={host} className="min-w-0 font-mono" />
      <p id={`${id}-help`} className="text-xs text-ink-muted">
        {description}
      </p>
      <PromptProblems id={`${id}-problems`} marks={isOpen ? marks : plainMarks} onFix={fix} />
      <p id={`${id}-error`} className="text-sm text-bad empty:hidden">
        {error}
      </p>
    </div>
  );
}

function insertPlain(field: HTMLTextAreaElement | null, text: string, onChange: (value: string) => void): void {
  if (!field) return;
  const { value, selectionStart, selectionEnd } = field;
  onChange(value.slice(0, selectionStart) + text + value.slice(selectionEnd));
  // The cursor goes behind what was inserted, once the field has it.
  requestAnimationFrame(() => {
    field.focus();
    field.setSelectionRange(selectionStart + text.length, selectionStart + text.length);
  });
}
