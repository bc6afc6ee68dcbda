import { useSyncExternalStore } from 'react';

const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'keydown', 'focusin', 'input', 'click'] as const;

let isTouched = false;
const watchers = new Set<() => void>();

function note(): void {
  isTouched = true;
  for (const sign of SIGNS) window.removeEventListener(sign, note, true);
  for (const watcher of watchers) watcher();
}

function subscribe(onChange: () => void): () => void {
  watchers.add(onChange);
  // Adding the same listener again does nothing.
  if (!isTouched) for (const sign of SIGNS) window.addEventListener(sign, note, { capture: true, passive: true });
  return () => watchers.delete(onChange);
}

/** Whether anybody has done anything in this tab yet, and be it to move the pointer: what only answers to them waits until then. */
export function useTouched(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isTouched,
    () => false,
  );
}
