'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { issueOf } from '#lib/auth/form-problems.ts';
import { changeConnectionAction } from '#lib/providers/actions.ts';
import type { Connection } from '#lib/providers/schema.ts';

type EditConnectionProps = { connection: Pick<Connection, 'id' | 'name' | 'baseUrl'> };

/** Changes the name and address of a connection. Its key can only be replaced. */
export function EditConnectionButton({ connection }: EditConnectionProps) {
  return (
    <DialogButton kind="quiet" text="Edit" label={`Edit ${connection.name}`} title={`Edit ${connection.name}`}>
      {(close) => <EditForm connection={connection} close={close} />}
    </DialogButton>
  );
}

function EditForm({ connection, close }: EditConnectionProps & { close: () => void }) {
  const { id: connectionId, baseUrl: before } = connection;
  const [name, setName] = useState(connection.name);
  const [baseUrl, setBaseUrl] = useState(before ?? '');
  const [apiKey, setApiKey] = useState('');
  const isMoved = baseUrl.trim() !== (before ?? '');
  const change = useMutation({
    mutationFn: () =>
      changeConnectionAction({ connectionId, name, ...(isMoved && { baseUrl: baseUrl.trim() || null, apiKey }) }),
    onSuccess: (result) => result.ok && close(),
  });
  const result = change.data ?? null;
  const isAtField = ['name', 'baseUrl', 'apiKey'].some((path) => issueOf(result, path) !== undefined);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!change.isPending) change.mutate();
  }

  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      {result?.ok === false && !isAtField && <Alert>{result.error.message}</Alert>}
      {change.isError && <Alert>The server could not be reached. Nothing was changed; try again.</Alert>}
      <TextField
        label="Name"
        name="name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        error={issueOf(result, 'name')}
      />
      <TextField
        label="Address (optional)"
        name="baseUrl"
        type="url"
        isMono
        placeholder="https://api.openai.com/v1"
        description="Empty for OpenAI. It cannot move while runs are under way."
        value={baseUrl}
        onChange={setBaseUrl}
        error={issueOf(result, 'baseUrl')}
      />
      {isMoved && (
        <TextField
          label="Key for the new address"
          name="apiKey"
          type="password"
          isMono
          isRequired
          autoComplete="off"
          description="The stored key is never sent to another address, so it has to be entered again."
          value={apiKey}
          onChange={setApiKey}
          error={issueOf(result, 'apiKey')}
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Cancel</Button>
        <Button type="submit" kind="primary" isPending={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
