'use client';

import { type Ref, useDeferredValue, useId, useImperativeHandle, useMemo, useRef } from 'react';
import { findHoles } from '#lib/templates/holes.ts';
import { applyFix, findMarks, type Mark } from '#lib/templates/marks.ts';
import { PlainPrompt } from './plain-prompt.tsx';
import { PromptProblems } from './prompt-problems.tsx';
import { spacedPiece } from './spaced-piece.ts';
import { usePromptView } from './use-prompt-view.ts';

const LINE_REM = 1.3125;
const PADDING_REM = 0.75;

/** What stands beside an editor may put a piece where its cursor is, and show where a column stands. */
export type PromptEditorHandle = {
  insert(piece: string): void;
  focus(): void;
  /** Selects the first place of a column; false when the text does not have it. */
  show(column: string): boolean;
};

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
  const { view, isOpen, marks, open } = usePromptView(host, area, {
    ...{ value, columns, path, hint, minHeight, attributes },
    onChange,
    onFocus,
  });

  function insert(text: string) {
    if (view.current) view.current.insert(text);
    else insertPlain(area.current, text, onChange);
  }
  const focus = () => (view.current ?? area.current)?.focus();
  function show(column: string): boolean {
    const place = placeOf(value, columns, column);
    if (!place) return false;
    if (view.current) view.current.select(place);
    else {
      area.current?.focus();
      area.current?.setSelectionRange(place.start, place.end);
    }
    return true;
  }
  useImperativeHandle(ref, () => ({ insert, focus, show }));

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
        <PlainPrompt
          field={area}
          id={`${id}-area`}
          onNear={open}
          {...{ name, value, columns, hint, minHeight, isInvalid, isRequired, described, onChange, onFocus }}
        />
      )}
      <div ref={host} className="min-w-0 font-mono empty:hidden" />
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

function insertPlain(field: HTMLTextAreaElement | null, piece: string, onChange: (value: string) => void): void {
  if (!field) return;
  const { value, selectionEnd: at } = field;
  const spaced = spacedPiece(value, at, piece);
  onChange(value.slice(0, at) + spaced + value.slice(at));
  // The cursor goes behind what was inserted, once the field has it.
  requestAnimationFrame(() => {
    field.focus();
    field.setSelectionRange(at + spaced.length, at + spaced.length);
  });
}

/** Where a column stands first: its hole, or its name where other Liquid uses it. */
function placeOf(text: string, columns: readonly string[], column: string): { start: number; end: number } | null {
  const hole = findHoles(text, columns).find((one) => one.column === column);
  if (hole) return hole;
  const start = text.indexOf(column);
  return start === -1 ? null : { start, end: start + column.length };
}
