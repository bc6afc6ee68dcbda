import { formatCount } from '#lib/format.ts';
import type { Piece } from '#lib/templates/render-pieces.ts';

/** A cell of 5 MB is sent whole, and shown in part. */
const MAX_SHOWN_CHARS = 10_000;

/** One text as it is sent; what came from the sheet stands out. */
export function RenderedText({ pieces, isQuiet = false }: { pieces: readonly Piece[]; isQuiet?: boolean }) {
  const { shown, cutChars } = cutPieces(pieces);
  return (
    <p className={isQuiet ? 'border-b border-line pb-3 text-ink-muted' : ''}>
      {shown.map((piece) =>
        piece.isFromSheet ? (
          <mark key={piece.start} className="rounded-xs bg-accent-soft text-accent">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
      {cutChars > 0 && <span className="text-ink-muted">… (and {formatCount(cutChars)} more characters)</span>}
    </p>
  );
}

function cutPieces(pieces: readonly Piece[]) {
  let start = 0;
  const shown = [];
  for (const { text, isFromSheet } of pieces) {
    const left = MAX_SHOWN_CHARS - start;
    if (left > 0) shown.push({ start, isFromSheet, text: text.slice(0, left) });
    start += text.length;
  }
  return { shown, cutChars: Math.max(0, start - MAX_SHOWN_CHARS) };
}
