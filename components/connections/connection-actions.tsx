'use client';

import { useMutation } from '@tanstack/react-query';
import { Button } from '#components/ui/button.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import type { ActionResult } from '#lib/auth/action-result.ts';
import { deleteConnectionAction, setDefaultConnectionAction, testConnectionAction } from '#lib/providers/actions.ts';
import type { Connection } from '#lib/providers/schema.ts';
import { EditConnectionButton } from './edit-connection-button.tsx';
import { ReplaceKeyButton } from './replace-key-button.tsx';

type ConnectionActionsProps = {
  connection: Pick<Connection, 'id' | 'name' | 'baseUrl' | 'isDefault' | 'problem'>;
  /** False for what comes with Rowmill or from the environment. */
  canChange: boolean;
};

/** What can be done with a connection, and what came of it. */
export function ConnectionActions({ connection, canChange }: ConnectionActionsProps) {
  const { id: connectionId, name } = connection;
  const test = useMutation({ mutationFn: () => testConnectionAction({ connectionId }) });
  const makeDefault = useMutation({ mutationFn: () => setDefaultConnectionAction({ connectionId }) });
  const remove = useMutation({ mutationFn: () => deleteConnectionAction({ connectionId }) });
  const problem = problemOf(test) ?? problemOf(makeDefault) ?? problemOf(remove);
  const verdict = test.data?.ok ? test.data.data : null;
  return (
    <div className="min-w-40 sm:min-w-56">
      <div className="flex flex-wrap gap-1">
        <Button kind="quiet" label={`Test ${name}`} isPending={test.isPending} onPress={() => test.mutate()}>
          Test
        </Button>
        {!connection.isDefault && !connection.problem && (
          <Button
            kind="quiet"
            label={`Make default: ${name}`}
            isPending={makeDefault.isPending}
            onPress={() => makeDefault.mutate()}
          >
            Make default
          </Button>
        )}
        {canChange && <EditConnectionButton connection={connection} />}
        {canChange && <ReplaceKeyButton connectionId={connectionId} name={name} />}
        {canChange && (
          <ConfirmButton
            kind="danger"
            label={`Delete ${name}`}
            title={`Delete the connection ${name}?`}
            consequence="Its key is erased here. Past runs keep their results; new ones cannot use it."
            confirm="Delete connection"
            isPending={remove.isPending}
            onConfirm={() => remove.mutate()}
          >
            Delete
          </ConfirmButton>
        )}
      </div>
      <p role="status" className={`mt-1 max-w-80 text-xs ${verdict?.works ? 'text-good' : 'text-warn'}`}>
        {verdict?.sentence}
      </p>
      {problem && (
        <p role="alert" className="mt-1 max-w-80 text-xs text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}

function problemOf({ isError, data }: { isError: boolean; data: ActionResult<unknown> | undefined }): string | null {
  if (isError) return 'The server could not be reached. Try again.';
  return data?.ok === false ? data.error.message : null;
}
