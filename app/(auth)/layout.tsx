import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Wordmark } from '#components/ui/wordmark.tsx';

/** For search engines nothing else is there: whoever is not signed in is led here from every other page. */
export const metadata: Metadata = { robots: { index: false, follow: false } };

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <Wordmark />
      {children}
    </main>
  );
}
