import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { declineRunAction } from '#lib/runs/actions.ts';
import type { Approval } from '#lib/runs/approval.ts';

type DeclineFormProps = { runId: string; approval: Approval; close: () => void };

/** Says no, and why. */
export function DeclineForm({ runId, approval, close }: DeclineFormProps) {
  const router = useRouter();
  const [note, setNote] = useState('');
  const decline = useMutation({
    mutationFn: () => declineRunAction({ runId, approvalId: approval.id, note }),
    onSuccess: (result) => {
      if (!result.ok) return;
      close();
      router.refresh();
    },
  });
  const error = decline.data?.ok === false ? decline.data.error : null;
  const issue = error?.issues.find(({ path }) => path === 'note')?.message;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!decline.isPending) decline.mutate();
  }

  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      <TextField
        label="Why"
        name="note"
        rows={4}
        isRequired
        value={note}
        onChange={setNote}
        error={issue}
        description={`${approval.requestedBy} reads it on the run, can change the run, and ask again.`}
      />
      {error && !issue && <Alert>{error.message}</Alert>}
      {decline.isError && <Alert>The server could not be reached. Nothing was changed; try again.</Alert>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Keep the request</Button>
        <Button type="submit" kind="danger" isPending={decline.isPending}>
          Decline
        </Button>
      </div>
    </form>
  );
}
