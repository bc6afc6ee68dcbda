import Link from 'next/link';

/** Said where invented answers could be taken for real ones. */
export function InventedNote() {
  return (
    <p className="mb-4 text-warn">
      The sandbox invented these answers, whatever your rows say, so that you can try everything. For real ones,{' '}
      <Link href="/settings/connections" className="underline underline-offset-2">
        connect a provider
      </Link>{' '}
      and run this again. You paid $0.00.
    </p>
  );
}
