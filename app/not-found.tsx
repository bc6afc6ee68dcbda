import type { Metadata } from 'next';
import { LinkButton } from '#components/ui/link-button.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-4 px-4">
      <h1 className="text-lg font-semibold">There is nothing here</h1>
      <p className="text-ink-muted">
        The address may be mistyped, or what stood here was deleted, or it belongs to another workspace.
      </p>
      <LinkButton href="/" kind="primary">
        Go to Home
      </LinkButton>
    </main>
  );
}
