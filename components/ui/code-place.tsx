'use client';

import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from './button.tsx';
import type { CodeSource } from './code-source.ts';

const SLOW_MS = 800;

type CodePlaceProps = {
  source: CodeSource;
  /** What comes, as a sentence begins: "The chart". */
  name: string;
  /** For what opens over the page: said at the foot of the window, with a way to leave it. */
  onLeave?: () => void;
  /** Stands there until it is there; as high as it will be, where nothing may move. */
  placeholder?: ReactNode;
  children: ReactNode;
};

/** The place of a part whose code comes later. Says when that takes long, and what to do when it cannot be fetched. */
export function CodePlace({ source, name, onLeave, placeholder, children }: CodePlaceProps) {
  const slow = <SlowNote source={source} name={name} isFloating={onLeave !== undefined} />;
  return (
    <>
      <CodeTrouble source={source} name={name} {...(onLeave && { onLeave })} />
      <Suspense fallback={placeholder ?? slow}>{children}</Suspense>
    </>
  );
}

type CodeTroubleProps = Pick<CodePlaceProps, 'source' | 'name' | 'onLeave'>;

/** Why a part is not there, and the way to it; nothing while all is well. */
export function CodeTrouble({ source, name, onLeave }: CodeTroubleProps) {
  const state = useCodeState(source);
  if (state === 'coming') return null;
  const isOutdated = state === 'outdated';
  const trouble = (
    // No Alert: its pictures would be more code than the rest of this, on every page.
    <div role="status" className="rounded-md border border-warn/40 bg-warn-soft px-3 py-2.5 text-warn">
      {isOutdated
        ? `${name} could not be loaded: Rowmill was updated since this page was opened. Reload the page to go on.`
        : `${name} could not be loaded: Rowmill cannot be reached. What you typed is still here.`}
      <div className="mt-3 flex flex-wrap gap-2">
        {isOutdated ? (
          <Button onPress={() => window.location.reload()}>Reload the page</Button>
        ) : (
          <Button onPress={source.again}>Try again</Button>
        )}
        {onLeave && (
          <Button kind="quiet" onPress={onLeave}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  );
  return onLeave ? <Floating>{trouble}</Floating> : trouble;
}

function SlowNote({ source, name, isFloating }: { source: CodeSource; name: string; isFloating: boolean }) {
  const [isSlow, setSlow] = useState(false);
  const state = useCodeState(source);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isSlow || state !== 'coming') return null;
  const note = (
    <p role="status" className="text-ink-muted">
      {name} is being loaded …
    </p>
  );
  return isFloating ? <Floating>{note}</Floating> : note;
}

function Floating({ children }: { children: ReactNode }) {
  return (
    <div className="fixed inset-x-4 bottom-4 z-50 mx-auto w-fit max-w-md rounded-md bg-surface shadow-xl">
      {children}
    </div>
  );
}

function useCodeState(source: CodeSource) {
  return useSyncExternalStore(source.subscribe, source.state, () => 'coming' as const);
}
