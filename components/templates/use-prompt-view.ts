import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Mark } from '#lib/templates/marks.ts';
import type { PromptView } from './prompt-view.ts';

type ViewSetup = {
  value: string;
  columns: readonly string[];
  path: string;
  hint: string;
  minHeight: string;
  attributes: Record<string, string>;
  onChange: (text: string) => void;
  onFocus: () => void;
};

/**
 * Puts the editor where the plain field stands, once it has arrived. Until then, and when it never does, the field works on;
 * what was typed into it and where the cursor was go over.
 */
export function usePromptView(
  host: RefObject<HTMLDivElement | null>,
  area: RefObject<HTMLTextAreaElement | null>,
  setup: ViewSetup,
) {
  const view = useRef<PromptView | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [marks, setMarks] = useState<Mark[]>([]);
  const { columns, value, attributes } = setup;
  const onText = useEffectEvent((text: string) => setup.onChange(text));
  const onFocus = useEffectEvent(() => setup.onFocus());
  const latest = useEffectEvent(() => ({ ...setup, value: area.current?.value ?? setup.value }));

  // What was typed before the page came to life is in the field, but nobody was told of it.
  useEffect(() => {
    if (latest().value !== '') onText(latest().value);
  }, []);

  useEffect(() => {
    let isOver = false;
    import('./prompt-view.ts')
      .then(({ openPromptView }) => {
        if (isOver || !host.current) return;
        const { path, hint, minHeight, value: text, attributes: first } = latest();
        const field = area.current;
        const isWriting = field !== null && document.activeElement === field;
        view.current = openPromptView({
          parent: host.current,
          ...{ columns, path, hint, minHeight, text, attributes: first, onMarks: setMarks },
          selection: isWriting ? { start: field.selectionStart, end: field.selectionEnd } : null,
          onText: (typed) => onText(typed),
          onFocus: () => onFocus(),
        });
        // At once: two fields with one name, even for a moment, would be one too many.
        flushSync(() => setOpen(true));
      })
      .catch(() => undefined);
    return () => {
      isOver = true;
      view.current?.destroy();
      view.current = null;
      setOpen(false);
    };
  }, [columns, host, area]);

  useEffect(() => view.current?.setText(value), [value]);
  const named = JSON.stringify(attributes);
  useEffect(() => view.current?.setAttributes(JSON.parse(named)), [named]);
  return { view, isOpen, marks };
}
