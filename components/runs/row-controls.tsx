import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { formatCount } from '#lib/format.ts';

type RowControlsProps = {
  rowIndex: number;
  rowCount: number;
  onGo: (rowIndex: number) => void;
  isSearching: boolean;
  onLongest: () => void;
};

/** Ways to another row: its neighbors, any number, the longest, one by chance. Rows count from 1 here. */
export function RowControls({ rowIndex, rowCount, onGo, isSearching, onLongest }: RowControlsProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-1">
      <Button kind="icon" label="Previous row" isDisabled={rowIndex === 0} onPress={() => onGo(rowIndex - 1)}>
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <RowNumber rowIndex={rowIndex} rowCount={rowCount} onGo={onGo} />
      <Button kind="icon" label="Next row" isDisabled={rowIndex + 1 >= rowCount} onPress={() => onGo(rowIndex + 1)}>
        <ChevronRight aria-hidden className="size-4" />
      </Button>
      <span className="mr-auto text-xs text-ink-muted tabular-nums">of {formatCount(rowCount)}</span>
      <div className="-mx-2 flex">
        <Button kind="quiet" label="Longest row" isPending={isSearching} onPress={onLongest}>
          Longest
        </Button>
        <Button
          kind="quiet"
          label="Random row"
          isDisabled={rowCount < 2}
          onPress={() => onGo(randomOther(rowIndex, rowCount))}
        >
          Random
        </Button>
      </div>
    </div>
  );
}

type RowNumberProps = { rowIndex: number; rowCount: number; onGo: (rowIndex: number) => void };

/** The number of the row, to read and to change: Enter, or leaving it, goes there. */
function RowNumber({ rowIndex, rowCount, onGo }: RowNumberProps) {
  const [text, setText] = useState(formatCount(rowIndex + 1));
  const [shownIndex, setShownIndex] = useState(rowIndex);
  if (shownIndex !== rowIndex) {
    setShownIndex(rowIndex);
    setText(formatCount(rowIndex + 1));
  }
  function go() {
    const wanted = Math.round(Number(text.replaceAll(/[,\s]/g, '')));
    const isRow = Number.isFinite(wanted) && wanted >= 1 && rowCount > 0;
    const next = isRow ? Math.min(wanted, rowCount) - 1 : rowIndex;
    setText(formatCount(next + 1));
    if (next !== rowIndex) onGo(next);
  }
  return (
    <input
      aria-label={`Go to row, 1 to ${formatCount(rowCount)}`}
      inputMode="numeric"
      autoComplete="off"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={go}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // Enter goes to the row; it does not send the form around it.
        event.preventDefault();
        go();
      }}
      className="min-h-9 w-20 rounded-md border border-line-strong bg-surface px-2 text-right text-sm text-ink tabular-nums"
    />
  );
}

function randomOther(rowIndex: number, rowCount: number): number {
  const drawn = Math.floor(Math.random() * (rowCount - 1));
  return drawn >= rowIndex ? drawn + 1 : drawn;
}
