import { type ReactNode, type RefObject, useMemo, useRef } from 'react';
import { findHoles } from '#lib/templates/holes.ts';

/** The same in both layers, so that letters stand over letters. */
const LAYER =
  'field-sizing-content max-h-[28rem] w-full resize-none overflow-auto rounded-md border px-3 py-1.5 font-mono text-sm break-words whitespace-pre-wrap';

type PlainPromptProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  id: string;
  name: string;
  value: string;
  columns: readonly string[];
  hint: string;
  minHeight: string;
  isInvalid: boolean;
  isRequired: boolean;
  described: string;
  onChange: (value: string) => void;
  onFocus: () => void;
  /** Somebody comes near: the editor is wanted. */
  onNear: () => void;
};

/** A prompt as a plain field, written in at once; the grounds of its chips are drawn under the letters. */
export function PlainPrompt(props: PlainPromptProps) {
  const { field, id, name, value, columns, hint, minHeight, isInvalid, isRequired, described } = props;
  const under = useRef<HTMLDivElement>(null);
  const chips = useMemo(() => drawChips(value, columns), [value, columns]);
  return (
    <div className="relative rounded-md bg-surface">
      <div
        ref={under}
        aria-hidden
        className={`${LAYER} pointer-events-none absolute inset-0 border-transparent text-transparent`}
      >
        {chips}
      </div>
      <textarea
        ref={field}
        id={id}
        name={name}
        value={value}
        onChange={(event) => props.onChange(event.target.value)}
        onFocus={() => {
          props.onNear();
          props.onFocus();
        }}
        onPointerEnter={props.onNear}
        onScroll={({ currentTarget }) => under.current?.scrollTo({ top: currentTarget.scrollTop })}
        placeholder={hint}
        style={{ minHeight }}
        aria-describedby={described}
        aria-invalid={isInvalid}
        aria-required={isRequired}
        className={`${LAYER} relative block border-line-strong bg-transparent text-ink placeholder:text-ink-muted`}
      />
    </div>
  );
}

function drawChips(text: string, columns: readonly string[]): ReactNode[] {
  const pieces: ReactNode[] = [];
  let end = 0;
  for (const hole of findHoles(text, columns)) {
    if (hole.column === null) continue;
    pieces.push(
      text.slice(end, hole.start),
      <span key={hole.start} className="rounded-sm bg-accent-soft shadow-[0_0_0_1px_var(--accent)]">
        {text.slice(hole.start, hole.end)}
      </span>,
    );
    end = hole.end;
  }
  return [...pieces, text.slice(end)];
}
