'use client';

import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { handFile, whatADropDoes } from './dropped-file.ts';

type Offer = { isMany: boolean; isHere: boolean; refusal: string | null };

/**
 * Takes a file dropped anywhere on the window, on every page, and says so while it is dragged. Without it, a browser would
 * leave the page and show the file.
 */
export function WindowDrop() {
  const router = useRouter();
  const [offer, setOffer] = useState<Offer | null>(null);
  const end = useCallback(() => setOffer(null), []);

  const onDrop = useCallback(
    (event: DragEvent) => {
      end();
      // A drop zone on the page has taken it.
      if (event.defaultPrevented || !bringsFiles(event)) return;
      event.preventDefault();
      const [file, another] = event.dataTransfer?.files ?? [];
      if (!file || another || whatADropDoes().refusal !== null) return;
      if (!handFile(file)) router.push('/datasets/new');
    },
    [end, router],
  );

  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const onDrag = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      if (event.type === 'dragenter') setOffer({ ...whatADropDoes(), isMany: countFiles(event) > 1 });
    };
    window.addEventListener('dragenter', onDrag, { signal });
    window.addEventListener('dragover', onDrag, { signal });
    window.addEventListener('drop', onDrop, { signal });
    // Nothing is entered instead: the pointer has left the window, or Escape has ended the drag.
    window.addEventListener('dragleave', (event) => event.relatedTarget === null && end(), { signal });
    window.addEventListener('keydown', (event) => event.key === 'Escape' && end(), { signal });
    // While something is dragged the pointer is not said to move: a drag that ended unseen is over by now.
    window.addEventListener('pointermove', end, { signal });
    return () => listeners.abort();
  }, [onDrop, end]);

  return offer && <DropOverlay offer={offer} />;
}

function DropOverlay({ offer: { isMany, isHere, refusal } }: { offer: Offer }) {
  const no = isMany ? 'Drop one file at a time.' : refusal;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center bg-canvas/90 p-6">
      <div
        role="status"
        className={`w-full max-w-lg rounded-lg border-2 border-dashed bg-surface px-6 py-12 text-center shadow-xl ${no ? 'border-warn' : 'border-accent'}`}
      >
        <FileUp aria-hidden className={`mx-auto mb-3 size-8 ${no ? 'text-warn' : 'text-accent'}`} />
        <p className="text-lg font-semibold">{no ?? 'Drop the CSV file anywhere'}</p>
        {!no && (
          <p className="mt-1 text-ink-muted">
            {isHere ? 'Its first rows are shown here.' : 'It opens as a new dataset with its first rows.'} Nothing is
            stored before you say so.
          </p>
        )}
      </div>
    </div>
  );
}

/** Text and links are dragged too; only files are ours. */
function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** How many are dragged; a browser that does not tell says none. */
function countFiles(event: DragEvent): number {
  return [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === 'file').length;
}
