'use client';

import { useEffect } from 'react';
import { Button } from './button.tsx';
import { LinkButton } from './link-button.tsx';

type PageFailureProps = { digest?: string | undefined; onRetry: () => void };

/** What a page shows when it could not be made. `digest` is the word by which the server log knows the failure. */
export function PageFailure({ digest, onRetry }: PageFailureProps) {
  // The page that failed has already said its own title.
  useEffect(() => {
    document.title = 'Could not be loaded · Rowmill';
  }, []);
  return (
    <div role="alert" className="flex max-w-md flex-col items-start gap-4 py-10">
      <h1 className="text-lg font-semibold">This page could not be loaded</h1>
      <p className="text-ink-muted">
        Nothing was lost, and runs go on without this page. The database may be restarting: try again in a moment.
      </p>
      <p className="text-ink-muted">
        If it stays, whoever runs Rowmill finds the reason in the server log
        {digest ? (
          <>
            {' '}
            under <code className="font-mono">{digest}</code>
          </>
        ) : null}
        .
      </p>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onPress={onRetry}>
          Try again
        </Button>
        <LinkButton href="/">Go to Home</LinkButton>
      </div>
    </div>
  );
}
