import type { ReactNode } from 'react';

/** Names and values, side by side. */
export function Facts({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-3 lg:grid-cols-3 print:grid-cols-3">
      {facts.map((fact) => (
        <div key={fact.name} className="min-w-0">
          <dt className="text-xs text-ink-muted">{fact.name}</dt>
          <dd className="break-words tabular-nums">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
