import Link from 'next/link';
import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { SearchChoice } from '#components/ui/search-choice.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import { formatCount, formatUsd } from '#lib/format.ts';
import type { ModelSize } from '#lib/pricing/model-size.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { LaunchWords } from './launch-words.tsx';
import { modelGroups, nextCheaper, OTHER_MODEL } from './model-words.ts';
import { issueAt, type SetDraft } from './run-draft.ts';
import { useModelCosts } from './use-model-costs.ts';

/** A model with a known price; the prices are ready to be shown, per million tokens, batch unless it says otherwise. */
export type ModelChoice = {
  model: string;
  inputUsd: string;
  outputUsd: string;
  realtimeInputUsd: string;
  realtimeOutputUsd: string;
  /** Tokens it reads in one request; null when that is not known. */
  contextTokens: number | null;
  size: ModelSize;
  /** What to know about its price, as a sentence. */
  note: string | null;
  isRecommended: boolean;
  asOf: string;
};
export type ConnectionChoice = { key: string; name: string; isSimulated: boolean; problem: string | null };

type ModelFieldsProps = {
  draft: RunDraft;
  setDraft: SetDraft;
  models: readonly ModelChoice[];
  connections: readonly ConnectionChoice[];
  issues: readonly Issue[];
  /** With it, models are compared by what this run would cost. */
  datasetId?: string;
};

/** Who answers. */
export function ModelFields({ draft, setDraft, models, connections, issues, datasetId }: ModelFieldsProps) {
  return (
    <Card title="Model">
      <div className="grid gap-4 sm:grid-cols-2">
        <ModelField {...{ draft, setDraft, models, issues, datasetId }} />
        <ConnectionField {...{ draft, setDraft, connections, issues }} />
      </div>
      <div className="mt-3">
        <LaunchWords />
      </div>
    </Card>
  );
}

type ModelFieldProps = Pick<ModelFieldsProps, 'draft' | 'setDraft' | 'models' | 'issues'> & {
  datasetId: string | undefined;
};

function ModelField({ draft, setDraft, models, issues, datasetId }: ModelFieldProps) {
  const known = models.find((choice) => choice.model === draft.model);
  const [isOther, setOther] = useState(!known);
  const costs = useModelCosts(datasetId, draft);
  const cheaper = nextCheaper(draft.model, costs);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <SearchChoice
        label="Model"
        searchLabel="Search models"
        listName="The list of models"
        groups={modelGroups(models, costs)}
        value={isOther ? OTHER_MODEL : draft.model}
        onChange={(value) => {
          setOther(value === OTHER_MODEL);
          setDraft({ model: value === OTHER_MODEL ? '' : value });
        }}
        description={known && !isOther ? knownSentence(known) : 'Without a price in the list, its cost cannot be said.'}
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
          description="Exactly as the provider writes it. Leads enter its price under Settings, Prices."
        />
      )}
      {cheaper && (
        <p className="text-xs text-ink-muted">
          {cheaper.model} would cost ≈ {formatUsd(cheaper.lessUsd)} less.{' '}
          <Button
            kind="quiet"
            label={`Use it: ${cheaper.model}`}
            onPress={() => {
              setOther(!models.some((choice) => choice.model === cheaper.model));
              setDraft({ model: cheaper.model });
            }}
          >
            Use it
          </Button>
        </p>
      )}
    </div>
  );
}

function knownSentence(choice: ModelChoice): string {
  const { inputUsd, outputUsd, realtimeInputUsd, realtimeOutputUsd, contextTokens, note, asOf } = choice;
  return [
    `Batch price for 1M tokens (about 750,000 words): ${inputUsd} sent, ${outputUsd} answered; real-time ${realtimeInputUsd} and ${realtimeOutputUsd}.`,
    contextTokens === null ? null : `Reads up to ${formatCount(contextTokens)} tokens a row.`,
    note,
    `List of ${asOf}.`,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

function ConnectionField({
  draft,
  setDraft,
  connections,
  issues,
}: Pick<ModelFieldsProps, 'draft' | 'setDraft' | 'connections' | 'issues'>) {
  const connection = connections.find((choice) => choice.key === draft.connection);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <SelectField
        label="Connection"
        name="connection"
        options={connections.map(({ key, name, isSimulated }) => ({
          value: key,
          label: isSimulated && !name.includes('simulated') ? `${name} (simulated answers)` : name,
        }))}
        value={draft.connection}
        onChange={(key) => setDraft({ connection: key })}
        description={
          connection?.isSimulated
            ? 'The answers will be invented: nothing leaves this machine and nothing is paid.'
            : 'Whose account is used.'
        }
      />
      {connection?.isSimulated && (
        <p className="text-xs text-ink-muted">
          For real answers,{' '}
          <Link href="/settings/connections" className="text-accent underline underline-offset-2">
            connect a provider
          </Link>
          . This draft is kept.
        </p>
      )}
      {connection?.problem && <Alert tone="warn">{connection.problem}</Alert>}
      {issueAt(issues, 'connection') && <Alert>{issueAt(issues, 'connection')}</Alert>}
    </div>
  );
}
