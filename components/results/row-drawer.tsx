import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { formatCount } from '#lib/format.ts';
import type { ResultCounts, ResultSheet } from '#lib/results/schema.ts';
import { fetchDetail } from './fetch-results.ts';
import { ResultDetail } from './result-detail.tsx';

type RowDrawerProps = {
  sheet: ResultSheet;
  counts: ResultCounts;
  /** Counted from 1. */
  rowNumber: number;
  /** Where it stands among the rows shown, counted from 1, or null when it is not one of them. */
  place: number | null;
  shownCount: number;
  canRetry: boolean;
  onStep: (by: -1 | 1) => void;
  onClose: () => void;
};

const BESIDE = '(min-width: 64rem)';

/** A row beside the grid; where there is no room beside it, over it. */
export default function RowDrawer(props: RowDrawerProps) {
  const { sheet, counts, rowNumber, canRetry, onClose } = props;
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    if (window.matchMedia(BESIDE).matches) element.show();
    else element.showModal();
  }, []);
  const { data, error, isPlaceholderData } = useQuery({
    // With other counts the row may be another: it is looked at again and shown as it was meanwhile.
    queryKey: ['runs', sheet.runId, 'row', rowNumber, counts.counts],
    queryFn: ({ signal }) => fetchDetail(sheet.runId, rowNumber, signal),
    placeholderData: keepPreviousData,
    retry: 1,
    // Without a connection it fails and says so, instead of waiting without a word; with it back the row comes by itself.
    networkMode: 'always',
    refetchOnReconnect: true,
  });
  const isThis = data?.rowIndex === rowNumber - 1;
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="static m-0 h-dvh max-h-none w-full max-w-none shrink-0 overflow-y-auto bg-surface text-ink outline-none modal:fixed modal:inset-0 not-modal:h-[max(20rem,100dvh-21rem)] not-modal:w-104 not-modal:rounded-lg not-modal:border not-modal:border-line"
    >
      <DrawerHead {...props} id={id} />
      {error && !isThis && (
        <div className="p-4">
          <Alert>{error.message}</Alert>
        </div>
      )}
      {!data && !error && <p className="px-4 pb-4 text-ink-muted sm:px-5">Fetching the row.</p>}
      {data && (isThis || isPlaceholderData) && (
        <div className={isThis ? '' : 'opacity-50'} aria-busy={!isThis}>
          <ResultDetail sheet={sheet} status={counts.status} row={data} canRetry={canRetry} />
        </div>
      )}
    </dialog>
  );
}

function DrawerHead({ id, rowNumber, place, shownCount, onStep, onClose }: RowDrawerProps & { id: string }) {
  return (
    <header className="sticky top-0 z-1 flex items-center gap-1 bg-surface px-4 py-3 sm:px-5">
      <div className="min-w-0 grow">
        <h2 id={id} className="text-base font-semibold tabular-nums">
          Row {formatCount(rowNumber)}
        </h2>
        <p className="text-xs text-ink-muted tabular-nums">
          {place === null ? 'Not among the rows shown' : `${formatCount(place)} of ${formatCount(shownCount)} shown`}
        </p>
      </div>
      <IconButton label="Previous row (K)" isDisabled={place === 1} onPress={() => onStep(-1)}>
        <ChevronUp aria-hidden className="size-5" />
      </IconButton>
      <IconButton label="Next row (J)" isDisabled={place === shownCount} onPress={() => onStep(1)}>
        <ChevronDown aria-hidden className="size-5" />
      </IconButton>
      <IconButton label="Close (Escape)" onPress={onClose}>
        <X aria-hidden className="size-5" />
      </IconButton>
    </header>
  );
}

type IconButtonProps = { label: string; isDisabled?: boolean; onPress: () => void; children: ReactNode };

function IconButton({ label, isDisabled = false, onPress, children }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      // Still there for the keyboard at the last row, so that the focus is not lost.
      aria-disabled={isDisabled}
      onClick={() => !isDisabled && onPress()}
      className="inline-flex size-9 items-center justify-center rounded-md text-ink-muted hover:bg-sunken hover:text-ink aria-disabled:opacity-40"
    >
      {children}
    </button>
  );
}
