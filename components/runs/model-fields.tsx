import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { issueAt, type SetDraft } from './run-draft.ts';

/** A model with a known price; the prices are ready to be shown, per million tokens. */
export type ModelChoice = { model: string; inputUsd: string; outputUsd: string; asOf: string };
export type ConnectionChoice = { key: string; name: string; isSimulated: boolean; problem: string | null };

type ModelFieldsProps = {
  draft: RunDraft;
  setDraft: SetDraft;
  models: readonly ModelChoice[];
  connections: readonly ConnectionChoice[];
  issues: readonly Issue[];
};

const OTHER = 'other';

/** Who answers. */
export function ModelFields({ draft, setDraft, models, connections, issues }: ModelFieldsProps) {
  const known = models.find((choice) => choice.model === draft.model);
  const [isOther, setOther] = useState(!known);
  const connection = connections.find((choice) => choice.key === draft.connection);
  const price = known
    ? `Batch price for 1M tokens (about 750,000 words): ${known.inputUsd} sent, ${known.outputUsd} answered. List of ${known.asOf}.`
    : 'The price of this model is not known, so costs cannot be estimated.';
  return (
    <Card title="Model">
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex flex-col gap-4">
          <SelectField
            label="Model"
            name="model"
            options={[
              ...models.map((choice) => ({
                value: choice.model,
                label: `${choice.model} · ${choice.inputUsd} / ${choice.outputUsd}`,
              })),
              { value: OTHER, label: 'Another model' },
            ]}
            value={isOther ? OTHER : draft.model}
            onChange={(value) => {
              setOther(value === OTHER);
              setDraft({ model: value === OTHER ? '' : value });
            }}
            description={price}
          />
          {isOther && (
            <TextField
              label="Name of the model"
              name="otherModel"
              isMono
              isRequired
              value={draft.model}
              onChange={(model) => setDraft({ model })}
              error={issueAt(issues, 'model')}
              description="Exactly as the provider writes it."
            />
          )}
        </div>
        <div className="flex flex-col gap-2">
          <SelectField
            label="Connection"
            name="connection"
            options={connections.map((choice) => ({ value: choice.key, label: choice.name }))}
            value={draft.connection}
            onChange={(key) => setDraft({ connection: key })}
            description={
              connection?.isSimulated
                ? 'Simulated answers: nothing leaves this machine and nothing is paid.'
                : 'Whose account is used.'
            }
          />
          {connection?.problem && <Alert tone="warn">{connection.problem}</Alert>}
          {issueAt(issues, 'connection') && <Alert>{issueAt(issues, 'connection')}</Alert>}
        </div>
      </div>
    </Card>
  );
}
