'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { PageFailure } from '#components/ui/page-failure.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  return (
    <PageFailure
      digest={error.digest}
      onRetry={() =>
        startTransition(() => {
          router.refresh();
          reset();
        })
      }
    />
  );
}
