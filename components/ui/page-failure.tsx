'use client';

import { Button } from './button.tsx';

/** What a page shows when it could not be made. `digest` is the word by which the server log knows the failure. */
export function PageFailure({ digest, onRetry }: { digest?: string | undefined; onRetry: () => void }) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-4 px-4 py-16">
      <h1 className="text-lg font-semibold">This page could not be loaded</h1>
      <p className="text-ink-muted">
        Nothing was lost. The database may be restarting; try again in a moment. If it stays, the server log says why
        {digest ? ` under ${digest}` : ''}.
      </p>
      <Button kind="primary" onPress={onRetry}>
        Try again
      </Button>
    </div>
  );
}
