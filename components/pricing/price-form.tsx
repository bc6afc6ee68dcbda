'use client';

import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { issueOf } from '#lib/auth/form-problems.ts';
import { enterPriceAction } from '#lib/pricing/actions.ts';
import { usdPerMillion } from '#lib/pricing/micro-usd.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { AgreedFields } from './agreed-fields.tsx';
import { usePriceForm } from './use-price-form.ts';

const AMOUNTS = [
  { name: 'batchInputUsd', label: 'Input, batch', lane: 'batch', rate: 'inputMicroUsd' },
  { name: 'batchCachedUsd', label: 'Cached input, batch (optional)', lane: 'batch', rate: 'cachedInputMicroUsd' },
  { name: 'batchOutputUsd', label: 'Output, batch', lane: 'batch', rate: 'outputMicroUsd' },
  { name: 'realtimeInputUsd', label: 'Input, real time', lane: 'realtime', rate: 'inputMicroUsd' },
  {
    name: 'realtimeCachedUsd',
    label: 'Cached input, real time (optional)',
    lane: 'realtime',
    rate: 'cachedInputMicroUsd',
  },
  { name: 'realtimeOutputUsd', label: 'Output, real time', lane: 'realtime', rate: 'outputMicroUsd' },
] as const;

type Amounts = Record<(typeof AMOUNTS)[number]['name'], string>;

type Result = Awaited<ReturnType<typeof enterPriceAction>>;

const EMPTY: Amounts = {
  ...{ batchInputUsd: '', batchCachedUsd: '', batchOutputUsd: '' },
  ...{ realtimeInputUsd: '', realtimeCachedUsd: '', realtimeOutputUsd: '' },
};

type PriceFormProps = { today: string; connections: readonly { id: string; name: string }[] };

/** Enters a price, beginning with the list's where the model is on it. */
export function PriceForm({ today, connections }: PriceFormProps) {
  const { result, isPending, problem, save } = usePriceForm((typed) => enterPriceAction(null, typed));
  const [model, setModel] = useState('');
  const [amounts, setAmounts] = useState<Amounts>(EMPTY);
  const listed = findPrice(model.trim());

  function fillIn() {
    if (!listed) return;
    const entries = AMOUNTS.map(({ name, lane, rate }) => [name, usdPerMillion(listed[lane][rate])]);
    setAmounts({ ...EMPTY, ...Object.fromEntries(entries) });
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-4 text-ink" noValidate>
      {result?.ok && <Alert tone="good">{result.data.sentence}</Alert>}
      {problem && <Alert>{problem}</Alert>}
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Model"
          name="model"
          isRequired
          isMono
          placeholder="gpt-4o-mini"
          value={model}
          onChange={setModel}
          error={issueOf(result, 'model')}
        />
        <Button isDisabled={!listed} onPress={fillIn}>
          Begin with the list price
        </Button>
      </div>
      <p className="text-xs text-ink-muted">US dollars per million tokens.</p>
      <AmountFields
        amounts={amounts}
        result={result}
        onChange={(name, text) => setAmounts((before) => ({ ...before, [name]: text }))}
      />
      <AgreedFields result={result} connections={connections} today={today} />
      <div>
        <Button type="submit" kind="primary" isPending={isPending}>
          Save price
        </Button>
      </div>
    </form>
  );
}

type AmountFieldsProps = {
  amounts: Amounts;
  result: Result | null;
  onChange: (name: keyof Amounts, text: string) => void;
};

function AmountFields({ amounts, result, onChange }: AmountFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {AMOUNTS.map(({ name, label }) => (
        <TextField
          key={name}
          label={label}
          name={name}
          value={amounts[name]}
          onChange={(text) => onChange(name, text)}
          error={issueOf(result, name)}
        />
      ))}
    </div>
  );
}
