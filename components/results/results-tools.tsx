import { type FormEvent, useEffect, useRef, useState } from 'react';
import { MAX_SEARCH_CHARS } from '#lib/results/limits.ts';
import type { ResultsView } from './results-view.ts';
import type { GoTo } from './use-results-view.ts';

const FIELD =
  'min-h-9 rounded-md border border-line-strong bg-surface px-3 text-sm text-ink placeholder:text-ink-muted';
const TYPING_MS = 350;

export const LINE_CHOICES = [1, 3, 8] as const;

type ResultsToolsProps = {
  view: ResultsView;
  go: GoTo;
  lines: number;
  onLines: (lines: number) => void;
  onRow: (rowNumber: number) => void;
};

/** Search, a row by its number, and how much of a cell is shown. */
export function ResultsTools({ view, go, lines, onLines, onRow }: ResultsToolsProps) {
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchField view={view} go={go} />
      <GoToRow onRow={onRow} />
      <select
        aria-label="Height of rows"
        value={lines}
        onChange={(event) => onLines(Number(event.target.value))}
        className={`${FIELD} pr-2 pl-2`}
      >
        <option value={1}>One line, cut</option>
        <option value={3}>3 lines, wrapped</option>
        <option value={8}>8 lines, wrapped</option>
      </select>
    </search>
  );
}

/** Looks as soon as the typing rests. The address follows, and so does the field when the address changes by itself. */
function SearchField({ view, go }: { view: ResultsView; go: GoTo }) {
  const [text, setText] = useState(view.q);
  const [shown, setShown] = useState(view.q);
  if (shown !== view.q) {
    setShown(view.q);
    setText(view.q);
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  function look(q: string) {
    clearTimeout(timer.current);
    if (q !== view.q) go({ q, row: null }, view.q === '' ? 'push' : 'replace');
  }
  return (
    <input
      type="search"
      aria-label="Search cells and answers"
      placeholder="Search cells and answers"
      value={text}
      maxLength={MAX_SEARCH_CHARS}
      onChange={(event) => {
        const { value } = event.target;
        setText(value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => look(value), TYPING_MS);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') look(text);
      }}
      className={`${FIELD} w-full sm:w-72`}
    />
  );
}

function GoToRow({ onRow }: { onRow: (rowNumber: number) => void }) {
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const rowNumber = Number(new FormData(event.currentTarget).get('row'));
    if (Number.isInteger(rowNumber) && rowNumber >= 1) onRow(rowNumber);
  }
  return (
    <form onSubmit={onSubmit}>
      <input
        type="number"
        name="row"
        min={1}
        required
        aria-label="Go to row"
        placeholder="Go to row"
        className={`${FIELD} w-32`}
      />
    </form>
  );
}
