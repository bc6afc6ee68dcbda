'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { issueOf } from '#lib/auth/form-problems.ts';
import { replaceApiKeyAction } from '#lib/providers/actions.ts';

type ReplaceKeyButtonProps = { connectionId: string; name: string };

/** Takes a new key for a connection whose old one is refused, expired or known to too many. */
export function ReplaceKeyButton({ connectionId, name }: ReplaceKeyButtonProps) {
  return (
    <DialogButton kind="quiet" text="Replace key" label={`Replace key of ${name}`} title={`Replace the key of ${name}`}>
      {(close) => <NewKeyForm connectionId={connectionId} close={close} />}
    </DialogButton>
  );
}

function NewKeyForm({ connectionId, close }: { connectionId: string; close: () => void }) {
  const [apiKey, setApiKey] = useState('');
  const replace = useMutation({
    mutationFn: () => replaceApiKeyAction({ connectionId, apiKey }),
    onSuccess: (result) => result.ok && close(),
  });
  const result = replace.data ?? null;
  const issue = issueOf(result, 'apiKey');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!replace.isPending) replace.mutate();
  }

  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      {result?.ok === false && !issue && <Alert>{result.error.message}</Alert>}
      {replace.isError && <Alert>The server could not be reached. The old key is still in use; try again.</Alert>}
      <TextField
        label="New key"
        name="apiKey"
        type="password"
        isRequired
        isMono
        autoComplete="off"
        autoFocus
        value={apiKey}
        onChange={setApiKey}
        error={issue}
        description="It takes the place of the old one at once. Runs that are paused go on when you resume them."
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Keep the old key</Button>
        <Button type="submit" kind="primary" isPending={replace.isPending}>
          Replace key
        </Button>
      </div>
    </form>
  );
}
