'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { issueOf } from '#lib/auth/form-problems.ts';
import { renameTemplateAction } from '#lib/templates/actions.ts';

type RenameProps = { templateId: string; name: string };

/** Gives a template another name; its versions and runs stay as they are. */
export function RenameTemplateButton(props: RenameProps) {
  return (
    <DialogButton text="Rename" title="Rename the template">
      {(close) => <RenameForm {...props} close={close} />}
    </DialogButton>
  );
}

function RenameForm({ templateId, name: before, close }: RenameProps & { close: () => void }) {
  const [name, setName] = useState(before);
  const rename = useMutation({
    mutationFn: () => renameTemplateAction({ templateId, name }),
    onSuccess: (result) => result.ok && close(),
  });
  const result = rename.data ?? null;
  const issue = issueOf(result, 'name');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!rename.isPending) rename.mutate();
  }

  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      {result?.ok === false && !issue && <Alert>{result.error.message}</Alert>}
      {rename.isError && <Alert>The server could not be reached. Try again.</Alert>}
      <TextField label="Name" name="name" isRequired autoFocus value={name} onChange={setName} error={issue} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Cancel</Button>
        <Button type="submit" kind="primary" isPending={rename.isPending}>
          Rename
        </Button>
      </div>
    </form>
  );
}
