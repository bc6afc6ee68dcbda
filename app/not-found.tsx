import type { Metadata } from 'next';
import { NothingHere } from '#components/ui/nothing-here.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md px-4 py-16">
      <NothingHere places={[]} />
    </main>
  );
}
