'use client';

import './globals.css';
import { PageFailure } from '#components/ui/page-failure.tsx';

// Stands in for the root layout when even that failed, so it brings its own document.
export default function GlobalErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Rowmill</title>
        <PageFailure digest={error.digest} onRetry={() => window.location.reload()} />
      </body>
    </html>
  );
}
