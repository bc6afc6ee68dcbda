import Link from 'next/link';
import { QuestionText } from '#components/templates/question-text.tsx';
import { answerWord } from '#components/templates/template-words.ts';
import { Card } from '#components/ui/card.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { countOf, formatCount } from '#lib/format.ts';
import type { Run, RunInput, RunOrigin } from '#lib/runs/schema.ts';

type RunSetupProps = {
  run: Run;
  input: RunInput;
  datasetName: string | null;
  origin: RunOrigin;
};

/** What was asked, of what, of whom. */
export function RunSetup({ run, input, datasetName, origin }: RunSetupProps) {
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
          { name: 'Connection', value: origin.connectionName },
          {
            name: 'Rows',
            value: input.rows.limit
              ? `The first ${formatCount(run.counts.total)}`
              : `All ${formatCount(run.counts.total)}`,
          },
          { name: 'Sent at most', value: countOf(retry.maxAttempts, 'time') },
          ...(run.rowsPerRequest > 1
            ? [{ name: 'Rows in one request', value: `${run.rowsPerRequest}, fewer when they are sent again` }]
            : []),
          {
            name: 'Answer',
            value: answerWord(output),
          },
          ...approvalFacts(run),
          ...(origin.template
            ? [
                {
                  name: 'Template',
                  value: (
                    <Link href={`/templates/${origin.template.id}`} className="text-accent underline">
                      {origin.template.name}, version {origin.template.number}
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
      <QuestionText question={{ prompt, output }} />
    </Card>
  );
}

function approvalFacts({ approval }: Run) {
  if (approval?.status !== 'approved') return [];
  return [
    { name: 'Asked for by', value: approval.requestedBy },
    { name: 'Approved by', value: approval.decidedBy },
  ];
}
