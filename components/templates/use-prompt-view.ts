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
 * Puts the editor where the plain field stands: it is fetched by `open`, when somebody comes near, because it is more code
 * than the rest of the page. Until it has arrived, and when it never does, the field works on; what was typed into it and
 * where the cursor was go over, and the editor can undo it.
 */
export function usePromptView(
  host: RefObject<HTMLDivElement | null>,
  area: RefObject<HTMLTextAreaElement | null>,
  setup: ViewSetup,
) {
  const view = useRef<PromptView | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [isWanted, setWanted] = useState(false);
  const [marks, setMarks] = useState<Mark[]>([]);
  const [untouched] = useState(setup.value);
  const { columns, value, attributes } = setup;
  const onText = useEffectEvent((text: string) => setup.onChange(text));
  const onFocus = useEffectEvent(() => setup.onFocus());
  const latest = useEffectEvent(() => ({ ...setup, value: area.current?.value ?? setup.value }));

  // What was typed before the page came to life is in the field, but nobody was told of it.
  useEffect(() => {
    if (latest().value !== '') onText(latest().value);
    if (document.activeElement === area.current) setWanted(true);
  }, [area]);

  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    const hand = watchHand(area.current);
    import('./prompt-view.ts')
      .then(async ({ openPromptView }) => {
        await hand.rests();
        if (isOver || !host.current) return;
        const { path, hint, minHeight, value: text, attributes: first } = latest();
        const field = area.current;
        const isWriting = field !== null && document.activeElement === field;
        view.current = openPromptView({
          parent: host.current,
          ...{ columns, path, hint, minHeight, text, untouched, attributes: first, onMarks: setMarks },
          selection: isWriting ? { start: field.selectionStart, end: field.selectionEnd } : null,
          scrollPx: field?.scrollTop ?? 0,
          onText: (typed) => onText(typed),
          onFocus: () => onFocus(),
        });
        // At once: two fields with one name, even for a moment, would be one too many.
        flushSync(() => setOpen(true));
      })
      // The next time somebody comes near it is tried again.
      .catch(() => !isOver && setWanted(false));
    return () => {
      isOver = true;
      hand.leave();
      view.current?.destroy();
      view.current = null;
      setOpen(false);
    };
  }, [isWanted, columns, host, area, untouched]);

  useEffect(() => view.current?.setText(value), [value]);
  const named = JSON.stringify(attributes);
  useEffect(() => view.current?.setAttributes(JSON.parse(named)), [named]);
  return { view, isOpen, marks, open: () => setWanted(true) };
}

/** Tells when a letter is being put together or a stretch of text is being marked: taking the field away would break it off. */
function watchHand(field: HTMLTextAreaElement | null) {
  let isComposing = false;
  const onStart = () => {
    isComposing = true;
  };
  const onEnd = () => {
    isComposing = false;
  };
  field?.addEventListener('compositionstart', onStart);
  field?.addEventListener('compositionend', onEnd);
  return {
    async rests() {
      while (field?.isConnected && (isComposing || field.matches(':active'))) await new Promise(requestAnimationFrame);
    },
    leave() {
      field?.removeEventListener('compositionstart', onStart);
      field?.removeEventListener('compositionend', onEnd);
    },
  };
}
