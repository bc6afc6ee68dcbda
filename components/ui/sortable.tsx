import { GripVertical } from 'lucide-react';
import { useState } from 'react';
import { HANDLE_CLASS, listPx, ROW_CLASS, SHOWN_ROWS, type SortableListProps, SortableText } from './sortable-row.tsx';
import { useCode } from './use-code.ts';
import { useTouched } from './use-touched.ts';

const loadList = () => import('./sortable-list.tsx');

/** Fetches its code as soon as anybody is there, where the first things for it are still to be written. */
export function usePreparedSortable(): void {
  useCode(loadList, useTouched());
}

/**
 * A list whose order a person makes. What is dragged and scrolled takes much code, which comes when anybody does anything on
 * the page; until then the first rows stand there as they will, and can be read and pressed.
 */
export function Sortable(props: SortableListProps) {
  const code = useCode(loadList, useTouched());
  const [isFocused, setFocused] = useState(false);
  // Not under the hands of one who is at a button of it.
  const [isReady, setReady] = useState(false);
  if (code && !isReady && !isFocused) setReady(true);
  if (code && isReady) return <code.default {...props} />;
  return (
    <ul
      aria-label={props.label}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      style={{ height: listPx(props.items) }}
      className="overflow-hidden rounded-md border border-line-strong"
    >
      {props.items.slice(0, SHOWN_ROWS + 1).map((item) => (
        <li key={item.id} className={ROW_CLASS}>
          <span aria-hidden className={HANDLE_CLASS}>
            <GripVertical className="size-4" />
          </span>
          <SortableText item={item} />
          {props.actions(item)}
        </li>
      ))}
    </ul>
  );
}
