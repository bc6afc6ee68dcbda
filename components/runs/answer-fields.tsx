import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { defaultColumn, outputColumns } from '#lib/templates/output-schema.ts';
import { LabelEditor } from './label-editor.tsx';
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
  { value: 'text', label: 'Free text', description: 'Whatever the model writes: a summary, a translation, a reply.' },
] as const;

/** What an answer may be, and the column that holds the right one, if there is one. */
export function AnswerFields({ datasetId, draft, setDraft, columns, issues }: AnswerFieldsProps) {
  const isLabel = draft.answerKind === 'label';
  const output = { kind: draft.answerKind };
  const [newColumn] = outputColumns(output, columns, draft.answerColumn.trim() || defaultColumn(output));
  return (
    <Card title="Answer">
      <div className="flex flex-col gap-5">
        <div>
          <RadioCards
            legend="What the answer is"
            cards={KINDS}
            value={draft.answerKind}
            onChange={(answerKind) => setDraft({ answerKind })}
          />
          <p className="mt-2 text-ink-muted">
            The answers come in a new column <code className="font-mono text-ink">{newColumn}</code>.
            {isLabel && ' An answer that is none of the labels counts as failed and can be sent again.'}
          </p>
        </div>
        <TextField
          label="Name of the new column (optional)"
          name="answerColumn"
          value={draft.answerColumn}
          onChange={(answerColumn) => setDraft({ answerColumn })}
          placeholder={defaultColumn(output)}
          maxLength={100}
          error={issueAt(issues, 'answerColumn')}
          description="A run answers one question, in one new column. For a second, start another run over the same data, or over the sheet you download."
        />
        {isLabel && draft.labelsBy === 'column' && (
          <Alert tone="warn" title={`Taken from “${draft.goldColumn}”, please check`}>
            The task card read these labels in that column. They must be the answers you want to choose among. If they
            are not, set the column with the right answer to “None”, and they go with it.
          </Alert>
        )}
        {isLabel && (
          <LabelEditor
            datasetId={datasetId}
            columns={columns}
            draft={draft}
            setDraft={setDraft}
            error={issueAt(issues, 'output')}
          />
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
