import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { listColumnValuesAction } from '#lib/datasets/actions.ts';
import type { Issue } from '#lib/errors.ts';
import { countOf } from '#lib/format.ts';
import { labelsOf } from '#lib/runs/answer-draft.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { issueAt, type SetDraft } from './run-draft.ts';

type AnswerFieldsProps = {
  datasetId: string;
  draft: RunDraft;
  setDraft: SetDraft;
  columns: readonly string[];
  issues: readonly Issue[];
};

const KINDS = [
  { value: 'label', label: 'One label of a list', description: 'Sorts every row into exactly one of your labels.' },
  { value: 'text', label: 'Free text', description: 'Whatever the model writes, in a new column.' },
] as const;

/** What an answer may be, and the column that holds the right one, if there is one. */
export function AnswerFields({ datasetId, draft, setDraft, columns, issues }: AnswerFieldsProps) {
  const count = labelsOf(draft.labels).length;
  return (
    <Card title="Answer">
      <div className="flex flex-col gap-4">
        <RadioCards
          legend="What the answer is"
          cards={KINDS}
          value={draft.answerKind}
          onChange={(answerKind) => setDraft({ answerKind })}
        />
        {draft.answerKind === 'label' && (
          <>
            <TextField
              label="Labels, one per line"
              name="labels"
              rows={6}
              isRequired
              value={draft.labels}
              onChange={(labels) => setDraft({ labels })}
              error={issueAt(issues, 'output')}
              description={`${countOf(count, 'label')}. An answer that is none of them counts as failed.`}
            />
            <TakeLabels datasetId={datasetId} columns={columns} onTake={(labels) => setDraft({ labels })} />
          </>
        )}
        <SelectField
          label="Column with the right answer (optional)"
          name="goldColumn"
          options={[{ value: '', label: 'None' }, ...columns.map((column) => ({ value: column, label: column }))]}
          value={draft.goldColumn}
          onChange={(goldColumn) => setDraft({ goldColumn })}
          description="Kept with the run to measure how often the model is right. It is not sent."
        />
      </div>
    </Card>
  );
}

type TakeLabelsProps = { datasetId: string; columns: readonly string[]; onTake: (labels: string) => void };

/** Fills the list with every different value of a column. */
function TakeLabels({ datasetId, columns, onTake }: TakeLabelsProps) {
  const [column, setColumn] = useState(columns[0] ?? '');
  const take = useMutation({
    mutationFn: () => listColumnValuesAction({ datasetId, column }),
    onSuccess: (result) => {
      if (result.ok) onTake(result.data.values.join('\n'));
    },
  });
  const refusal = take.data?.ok === false ? take.data.error.message : null;
  return (
    <div>
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-48">
          <SelectField
            label="Take the labels from a column"
            name="labelColumn"
            options={columns.map((name) => ({ value: name, label: name }))}
            value={column}
            onChange={setColumn}
          />
        </div>
        <Button isPending={take.isPending} onPress={() => take.mutate()}>
          Take labels
        </Button>
      </div>
      <p role="status" className="mt-1 text-xs text-ink-muted">
        {take.data?.ok && `${countOf(take.data.data.values.length, 'label')} taken from ${column}.`}
      </p>
      {refusal && (
        <p role="alert" className="text-sm text-bad">
          {refusal}
        </p>
      )}
    </div>
  );
}
