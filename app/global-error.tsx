'use client';

import './globals.css';
import { useEffect } from 'react';
import { PageFailure } from '#components/ui/page-failure.tsx';
import { applyKeptTheme } from '#components/ui/theme.ts';

// Stands in for the root layout when even that failed, so it brings its own document.
export default function GlobalErrorPage({ error }: { error: Error & { digest?: string } }) {
  useEffect(applyKeptTheme, []);
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Rowmill</title>
        <main className="mx-auto max-w-md px-4">
          <PageFailure digest={error.digest} onRetry={() => window.location.reload()} />
        </main>
      </body>
    </html>
  );
}
