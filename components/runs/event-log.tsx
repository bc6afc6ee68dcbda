import { Card } from '#components/ui/card.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Time } from '#components/ui/time.tsx';
import type { RunProgress } from '#lib/runs/schema.ts';

/** What happened, newest first. */
export function EventLog({ events }: { events: RunProgress['events'] }) {
  return (
    <Card title="What happened">
      {events.length === 0 ? (
        <p className="text-ink-muted">Every step of this run is written down here.</p>
      ) : (
        <ScrollArea label="Event log">
          <ol className="flex flex-col gap-2">
            {events.toReversed().map((event) => (
              <li key={event.id} className="grid gap-x-4 sm:grid-cols-[7rem_minmax(0,1fr)]">
                <span className="text-xs leading-5 text-ink-muted">
                  <Time iso={event.at} />
                </span>
                <span className="break-words">{event.message}</span>
              </li>
            ))}
          </ol>
        </ScrollArea>
      )}
    </Card>
  );
}
