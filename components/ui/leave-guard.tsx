'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { ModalBox, prepareModal } from './modal-box.tsx';

type LeaveGuardProps = {
  isActive: boolean;
  title: string;
  consequence: ReactNode;
  leave: string;
  stay: string;
};

/**
 * Asks before work that is under way is left: by a link or by Back in words of ours, by closing or reloading in the
 * browser's own.
 */
export function LeaveGuard({ isActive, title, consequence, leave, stay }: LeaveGuardProps) {
  const router = useRouter();
  const [go, setGo] = useState<{ to(): void } | null>(null);

  useEffect(() => {
    if (!isActive) return;
    // Work that is under way may well lose its connection, and the question must be askable even then.
    prepareModal();
    const listeners = new AbortController();
    const { signal } = listeners;
    window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
    const onClick = (event: MouseEvent) => {
      const address = addressOf(event);
      if (address === null) return;
      event.preventDefault();
      event.stopPropagation();
      setGo({ to: () => router.push(address) });
    };
    // Before React hears of it, and with it the link that would go.
    document.addEventListener('click', onClick, { capture: true, signal });
    const history = 'navigation' in window ? window.navigation : null;
    let mayGo = false;
    const onNavigate = (event: NavigateEvent) => {
      if (mayGo || event.navigationType !== 'traverse' || !event.cancelable) return;
      event.preventDefault();
      const { key } = event.destination;
      const traverse = () => {
        mayGo = true;
        history?.traverseTo(key);
      };
      setGo({ to: traverse });
    };
    history?.addEventListener('navigate', onNavigate, { signal });
    return () => listeners.abort();
  }, [isActive, router]);

  return (
    <ModalBox
      role="alertdialog"
      title={title}
      open={{ isOpen: go !== null && isActive, onOpenChange: () => setGo(null) }}
    >
      {(close) => (
        <>
          <div className="mt-2 text-ink-muted">{consequence}</div>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Button onPress={close}>{stay}</Button>
            <Button
              kind="danger"
              onPress={() => {
                close();
                go?.to();
              }}
            >
              {leave}
            </Button>
          </div>
        </>
      )}
    </ModalBox>
  );
}

/** Where a click would lead inside this site and this tab, or null. */
function addressOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.hasAttribute('download')) return null;
  if ((link.target !== '' && link.target !== '_self') || link.origin !== location.origin) return null;
  const isSamePage = link.pathname === location.pathname && link.search === location.search;
  return isSamePage ? null : link.pathname + link.search + link.hash;
}
