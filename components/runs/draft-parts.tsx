'use client';

import { type ComponentProps, lazy } from 'react';
import { CodePlace } from '#components/ui/code-place.tsx';
import { codeSource } from '#components/ui/code-source.ts';

// A run's page is mostly looked at when the run is launched: what it has before that comes apart. The server draws all of it.
const receipt = codeSource();
const Receipt = lazy(() =>
  receipt.fetch(() => import('./prepared-receipt.tsx').then((code) => ({ default: code.PreparedReceipt }))),
);
const decision = codeSource();
const Decision = lazy(() =>
  decision.fetch(() => import('./decide-approval.tsx').then((code) => ({ default: code.DecideApproval }))),
);
const waiting = codeSource();
const Waiting = lazy(() =>
  waiting.fetch(() => import('./approval-waiting.tsx').then((code) => ({ default: code.ApprovalWaiting }))),
);
const launch = codeSource();
const Launch = lazy(() =>
  launch.fetch(() => import('./launch-button.tsx').then((code) => ({ default: code.LaunchButton }))),
);

export function ReceiptPart(props: ComponentProps<typeof Receipt>) {
  return (
    <CodePlace source={receipt} name="The receipt">
      <Receipt {...props} />
    </CodePlace>
  );
}

export function DecisionPart(props: ComponentProps<typeof Decision>) {
  return (
    <CodePlace source={decision} name="The decision">
      <Decision {...props} />
    </CodePlace>
  );
}

export function WaitingPart(props: ComponentProps<typeof Waiting>) {
  return (
    <CodePlace source={waiting} name="The request">
      <Waiting {...props} />
    </CodePlace>
  );
}

export function LaunchPart(props: ComponentProps<typeof Launch>) {
  return (
    <CodePlace source={launch} name="The launch">
      <Launch {...props} />
    </CodePlace>
  );
}
