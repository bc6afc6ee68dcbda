'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';
import { enterLimitAction } from '#lib/providers/actions.ts';
import type { Connection } from '#lib/providers/schema.ts';

/** Enters a limit of waiting tokens, or takes it back. */
export function LimitForm({ connections }: { connections: readonly Pick<Connection, 'id' | 'name'>[] }) {
  const [result, action] = useActionState(enterLimitAction, null);
  const problem = formProblemOf(result);
  const typed = result?.ok === false ? result.typed : {};
  return (
    <form action={action} className="flex max-w-xl flex-col gap-4" noValidate>
      {result?.ok && <Alert tone="good">{result.data.sentence}</Alert>}
      {problem && <Alert>{problem}</Alert>}
      <SelectField
        label="Connection"
        name="connectionId"
        options={connections.map(({ id, name }) => ({ value: id, label: name }))}
        {...(typed.connectionId && { defaultValue: typed.connectionId })}
      />
      <TextField
        label="Model"
        name="model"
        isRequired
        isMono
        placeholder="gpt-4o-mini"
        defaultValue={typed.model}
        error={issueOf(result, 'model')}
      />
      <TextField
        label="Tokens (optional)"
        name="tokens"
        placeholder="2,000,000"
        description="Your account’s page of limits at the provider says it. Empty takes an entered limit back."
        defaultValue={typed.tokens}
        error={issueOf(result, 'tokens')}
      />
      <div>
        <SubmitButton>Save limit</SubmitButton>
      </div>
    </form>
  );
}
