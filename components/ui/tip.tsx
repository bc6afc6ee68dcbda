'use client';

import type { ReactNode, RefObject } from 'react';
import { Tooltip, TooltipTriggerStateContext } from 'react-aria-components';

type TipProps = { triggerRef: RefObject<HTMLElement | null>; onClose: () => void; children: ReactNode };

/** A small box under what the pointer or the focus is on, open as long as it is there. */
export function Tip({ triggerRef, onClose, children }: TipProps) {
  // The library's own trigger takes only what can be pressed, and without one the box asks for this state.
  const state = { isOpen: true, shouldSkipAnimation: false, open: () => undefined, close: onClose };
  // Inside the page's main part, where screen readers look for what belongs to it.
  const place = triggerRef.current?.closest('main');
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip
        triggerRef={triggerRef}
        {...(place && { UNSTABLE_portalContainer: place })}
        placement="bottom start"
        offset={4}
        className="rounded-md border border-line bg-surface px-3 py-2 text-sm shadow-xl"
      >
        {children}
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}
