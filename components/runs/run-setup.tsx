import Link from 'next/link';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import type { Run, RunInput } from '#lib/runs/schema.ts';

type RunSetupProps = { run: Run; input: RunInput; datasetName: string | null };

const MAX_LABELS_SHOWN = 30;

/** What was asked, of what, of whom. */
export function RunSetup({ run, input, datasetName }: RunSetupProps) {
  const { output, prompt, retry } = input;
  return (
    <Card title="What is asked">
      <Facts
        facts={[
          {
            name: 'Data',
            value: datasetName ? (
              <Link href={`/datasets/${run.datasetId}`} className="text-accent underline">
                {datasetName}
              </Link>
            ) : (
              'A dataset that was deleted; this run kept its rows'
            ),
          },
          { name: 'Model', value: run.model },
          { name: 'Connection', value: run.connection },
          {
            name: 'Rows',
            value: input.rows.limit
              ? `The first ${formatCount(run.counts.total)}`
              : `All ${formatCount(run.counts.total)}`,
          },
          { name: 'Sent at most', value: countOf(retry.maxAttempts, 'time') },
          {
            name: 'Answer',
            value: output.kind === 'text' ? 'Free text' : `One of ${countOf(output.labels.length, 'label')}`,
          },
        ]}
      />
      {prompt.system && <PromptText title="Role" text={prompt.system} />}
      <PromptText title="Instruction" text={prompt.user} />
      {output.kind === 'label' && (
        <p className="mt-3 text-xs break-words text-ink-muted">
          Labels: {output.labels.slice(0, MAX_LABELS_SHOWN).join(', ')}
          {output.labels.length > MAX_LABELS_SHOWN &&
            ` and ${formatCount(output.labels.length - MAX_LABELS_SHOWN)} more`}
        </p>
      )}
    </Card>
  );
}

function PromptText({ title, text }: { title: string; text: string }) {
  return (
    <div className="mt-4">
      <h3 className="text-xs text-ink-muted">{title}</h3>
      <div className="mt-1 rounded-md bg-sunken p-3">
        <ScrollArea label={title}>
          <pre className="font-mono text-xs break-words whitespace-pre-wrap">{text}</pre>
        </ScrollArea>
      </div>
    </div>
  );
}
