import type { RunProgress } from '#lib/runs/schema.ts';
import { RunCard } from './run-card.tsx';

/** What is running now, one card each. */
export function RunsInFlight({ progresses }: { progresses: readonly RunProgress[] }) {
  return (
    <section aria-labelledby="in-flight" className="flex flex-col gap-3">
      <h2 id="in-flight" className="text-base font-semibold">
        Runs in flight
      </h2>
      {progresses.length === 0 && <p className="text-ink-muted">Nothing is running now.</p>}
      {progresses.map((progress) => (
        <RunCard key={progress.run.id} initial={progress} />
      ))}
    </section>
  );
}
