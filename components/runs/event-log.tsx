import { Card } from '#components/ui/card.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatCount } from '#lib/format.ts';
import type { RunProgress } from '#lib/runs/schema.ts';

type EventLogProps = { runId: string; events: RunProgress['events']; hasOlder: boolean };

/** What happened, newest first. The download has every line. */
export function EventLog({ runId, events, hasOlder }: EventLogProps) {
  return (
    <Card
      title="What happened"
      action={
        <LinkButton href={`/api/v1/runs/${runId}/events?format=csv`} download>
          Download the log
        </LinkButton>
      }
    >
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
                <span className={event.kind === 'alarm' ? 'font-medium break-words text-warn' : 'break-words'}>
                  {event.message}
                </span>
              </li>
            ))}
          </ol>
        </ScrollArea>
      )}
      {hasOlder && (
        <p className="mt-3 text-xs text-ink-muted">
          These are the newest {formatCount(events.length)} lines. The download has them all.
        </p>
      )}
    </Card>
  );
}
