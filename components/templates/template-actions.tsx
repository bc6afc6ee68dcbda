'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmButton } from '#components/ui/confirm-button.tsx';
import type { ActionResult } from '#lib/auth/action-result.ts';
import { archiveTemplateAction, deleteTemplateAction } from '#lib/templates/actions.ts';
import type { Template } from '#lib/templates/schema.ts';
import { RenameTemplateButton } from './rename-template-button.tsx';

type TemplateActionsProps = { template: Pick<Template, 'id' | 'name' | 'archivedAt' | 'runCount'> };

/** Rename, archive or bring back, and delete what no run needs. */
export function TemplateActions({ template }: TemplateActionsProps) {
  const { id: templateId, name, archivedAt, runCount } = template;
  const router = useRouter();
  const archive = useMutation({
    mutationFn: (isArchived: boolean) => archiveTemplateAction({ templateId, isArchived }),
  });
  const remove = useMutation({
    mutationFn: () => deleteTemplateAction({ templateId }),
    onSuccess: (result) => result.ok && router.push('/templates'),
  });
  const problem = problemOf(archive) ?? problemOf(remove);
  return (
    <div className="flex flex-col gap-3">
      {problem && <Alert>{problem}</Alert>}
      <div className="flex flex-wrap gap-2">
        <RenameTemplateButton templateId={templateId} name={name} />
        <Button isPending={archive.isPending} onPress={() => archive.mutate(archivedAt === null)}>
          {archivedAt === null ? 'Archive' : 'Bring back from the archive'}
        </Button>
        {runCount === 0 && (
          <ConfirmButton
            title={`Delete ${name}?`}
            consequence="All its versions are deleted. No run was made with it, so nothing else changes."
            confirm="Delete template"
            isPending={remove.isPending}
            onConfirm={() => remove.mutate()}
          >
            Delete template
          </ConfirmButton>
        )}
      </div>
      {runCount > 0 && (
        <p className="text-xs text-ink-muted">
          It cannot be deleted, because runs were made with it. The archive takes it out of the list.
        </p>
      )}
    </div>
  );
}

function problemOf({ isError, data }: { isError: boolean; data: ActionResult<unknown> | undefined }): string | null {
  if (isError) return 'The server could not be reached. Try again.';
  return data?.ok === false ? data.error.message : null;
}
