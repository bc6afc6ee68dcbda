'use client';

import { ChevronsUpDown } from 'lucide-react';
import { lazy, useId, useState } from 'react';
import { CodePlace } from './code-place.tsx';
import { codeSource } from './code-source.ts';
import { CHOICE_CLASS, type SearchSelectProps } from './search-groups.ts';

const loadList = () => import('./search-select.tsx');
const source = codeSource();
const SearchSelect = lazy(() => source.fetch(loadList));

/**
 * One of many, in groups, found by typing; each with a line about it, a mark and a figure. The list and its search come when
 * somebody first opens it.
 */
export function SearchChoice(props: SearchSelectProps) {
  const [isWanted, setWanted] = useState(false);
  const closed = <ClosedChoice {...props} onOpen={() => setWanted(true)} />;
  if (!isWanted) return closed;
  return (
    <CodePlace source={source} name={props.listName} placeholder={closed}>
      <SearchSelect {...props} />
    </CodePlace>
  );
}

/** What the choice looks like until it is opened. */
function ClosedChoice({ label, groups, value, description, onOpen }: SearchSelectProps & { onOpen: () => void }) {
  const id = useId();
  const chosen = groups.flatMap((group) => group.options).find((option) => option.id === value);
  const prepare = () => void loadList().catch(() => undefined);
  return (
    <div className="flex flex-col gap-1">
      <span id={`${id}-label`} className="text-sm font-medium">
        {label}
      </span>
      <button
        id={id}
        type="button"
        aria-haspopup="listbox"
        aria-expanded={false}
        aria-labelledby={`${id}-value ${id}-label`}
        {...(description && { 'aria-describedby': `${id}-description` })}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          onOpen();
        }}
        className={CHOICE_CLASS}
      >
        <span id={`${id}-value`} className="min-w-0 truncate">
          {chosen?.title ?? 'Choose'}
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-muted" />
      </button>
      {description && (
        <p id={`${id}-description`} className="text-xs text-ink-muted">
          {description}
        </p>
      )}
    </div>
  );
}
