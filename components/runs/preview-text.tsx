import { Button } from '#components/ui/button.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import type { RenderedRow } from './render-row.ts';
import { RenderedText } from './rendered-text.tsx';

type PreviewTextProps = { rendered: RenderedRow; isLost: boolean; onRetry: () => void };

/** The instruction with this row's cells in it, or why it cannot be shown. */
export function PreviewText({ rendered, isLost, onRetry }: PreviewTextProps) {
  if (isLost && rendered.kind === 'loading') {
    return (
      <div className="flex flex-wrap items-center gap-2 text-warn">
        <p>The row could not be loaded. The instruction itself is not lost.</p>
        <Button onPress={onRetry}>Load again</Button>
      </div>
    );
  }
  return (
    <div className="min-h-32">
      <ScrollArea label="Rendered instruction">
        {rendered.kind === 'loading' && <p className="text-ink-muted">Loading the row.</p>}
        {rendered.kind === 'problem' && <p className="break-words text-ink-muted">{rendered.sentence}</p>}
        {rendered.kind === 'text' && (
          <div className="flex flex-col gap-3 font-mono text-xs break-words whitespace-pre-wrap">
            {rendered.system && <RenderedText pieces={rendered.system} isQuiet />}
            <RenderedText pieces={rendered.user} />
          </div>
        )}
      </ScrollArea>
    </div>
  );
}
