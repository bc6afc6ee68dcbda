import Link from 'next/link';
import { LinkButton } from './link-button.tsx';

type Place = { href: string; label: string; text: string };

/** What stands at an address that leads nowhere: why that may be, and where to go instead. */
export function NothingHere({ places }: { places: readonly Place[] }) {
  return (
    <div className="flex max-w-md flex-col items-start gap-4 py-10">
      <h1 className="text-lg font-semibold">There is nothing here</h1>
      <p className="text-ink-muted">
        The address may be mistyped, or what stood here was deleted, or it belongs to another workspace.
      </p>
      {places.length > 0 && (
        <ul className="flex flex-col gap-1">
          {places.map((place) => (
            <li key={place.href}>
              <Link href={place.href} className="font-medium text-accent underline-offset-2 hover:underline">
                {place.label}
              </Link>{' '}
              <span className="text-ink-muted">{place.text}</span>
            </li>
          ))}
        </ul>
      )}
      <LinkButton href="/" kind="primary">
        Go to Home
      </LinkButton>
    </div>
  );
}
