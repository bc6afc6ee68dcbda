'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { PageFailure } from '#components/ui/page-failure.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  return (
    <main className="mx-auto max-w-md px-4">
      <PageFailure
        digest={error.digest}
        onRetry={() =>
          startTransition(() => {
            router.refresh();
            reset();
          })
        }
      />
    </main>
  );
}
