'use client';

import { useEffect } from 'react';
import { Button } from './button.tsx';
import { LinkButton } from './link-button.tsx';
import { useComeback } from './use-comeback.ts';

type PageFailureProps = { digest?: string | undefined; onRetry: () => void };

/**
 * What a page shows when it could not be made. `digest` is the word by which the server log knows the failure. While the
 * database is away it says so, and the page comes back by itself.
 */
export function PageFailure({ digest, onRetry }: PageFailureProps) {
  const isAway = useComeback(onRetry);
  // The page that failed has already said its own title.
  useEffect(() => {
    document.title = 'Could not be loaded · Rowmill';
  }, []);
  if (isAway) {
    return (
      <div role="alert" className="flex max-w-md flex-col items-start gap-4 py-10">
        <h1 className="text-lg font-semibold">The database is restarting</h1>
        <p className="text-ink-muted">
          This page comes back by itself. Nothing was lost, and runs go on as soon as the database is there.
        </p>
      </div>
    );
  }
  return (
    <div role="alert" className="flex max-w-md flex-col items-start gap-4 py-10">
      <h1 className="text-lg font-semibold">This page could not be loaded</h1>
      <p className="text-ink-muted">Nothing was lost, and runs go on without this page. Try again in a moment.</p>
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
