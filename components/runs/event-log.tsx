'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Time } from '#components/ui/time.tsx';
import { inPartyWords } from '#lib/runs/party.ts';
import type { RunProgress } from '#lib/runs/schema.ts';

type Line = RunProgress['events'][number];
type EventLogProps = { runId: string; events: readonly Line[]; hasOlder: boolean; simulated: boolean };

/** What happened, newest first, a page at a time. The download has every line. */
export function EventLog({ runId, events, hasOlder, simulated }: EventLogProps) {
  const { older, load, isPending, isError } = useOlderLines(runId);
  const known = joinLines(older?.lines ?? [], events);
  const first = known.lines[0];
  const lines = known.lines.toReversed();
  return (
    <Card
      title="What happened"
      action={
        <LinkButton href={`/api/v1/runs/${runId}/events?format=csv`} download>
          Download the log
        </LinkButton>
      }
    >
      {lines.length === 0 && <p className="text-ink-muted">Every step of this run is written down here.</p>}
      {lines.length > 0 && (
        <ScrollArea label="Event log">
          <ol className="flex flex-col gap-2">
            {lines.map((line) => (
              <LogLine key={line.id} line={line} simulated={simulated} />
            ))}
          </ol>
        </ScrollArea>
      )}
      {first && (known.isJoined && older ? older.hasOlder : hasOlder) && (
        <div className="mt-3">
          <Button isPending={isPending} onPress={() => load({ before: first.id, lines: known.lines })}>
            Show older lines
          </Button>
        </div>
      )}
      {isError && (
        <p role="alert" className="mt-2 text-bad">
          The older lines could not be loaded. Try again.
        </p>
      )}
    </Card>
  );
}

function LogLine({ line, simulated }: { line: Line; simulated: boolean }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-4 sm:grid-cols-[7rem_minmax(0,1fr)]">
      <span className="text-xs leading-5 text-ink-muted">
        <Time iso={line.at} />
      </span>
      <span className={line.kind === 'alarm' ? 'font-medium break-words text-warn' : 'break-words'}>
        {inPartyWords(line.message, simulated)}
      </span>
    </li>
  );
}

type Older = { lines: readonly Line[]; hasOlder: boolean };

/**
 * The lines that were loaded and the newest ones, each once. When so many came since that the two no longer meet, only the
 * newest are shown: a log with a hole in it would be worse than a short one.
 */
function joinLines(loaded: readonly Line[], newest: readonly Line[]): { lines: readonly Line[]; isJoined: boolean } {
  const last = loaded.at(-1);
  const at = newest.findIndex((line) => line.id === last?.id);
  return at === -1
    ? { lines: newest, isJoined: false }
    : { lines: [...loaded, ...newest.slice(at + 1)], isJoined: true };
}

/** Lines from before the newest ones, as far back as was asked. */
function useOlderLines(runId: string) {
  const [older, setOlder] = useState<Older | null>(null);
  const { mutate, isPending, isError } = useMutation({
    mutationFn: async ({ before }: { before: string; lines: readonly Line[] }) => {
      const response = await fetch(`/api/runs/${runId}/events?before=${before}`);
      if (!response.ok) throw new Error(`Could not load the log (${response.status})`);
      const { LogPage } = await import('#lib/runs/schema.ts');
      return LogPage.parse(await response.json());
    },
    onSuccess: (page, { lines }) => setOlder({ lines: [...page.events, ...lines], hasOlder: page.hasOlder }),
  });
  return { older, load: mutate, isPending, isError };
}
