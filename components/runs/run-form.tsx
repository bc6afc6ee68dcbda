'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Issue } from '#lib/errors.ts';
import { createRunAction, updateDraftAction } from '#lib/runs/actions.ts';
import { checkDraft } from '#lib/runs/check-draft.ts';
import { draftOf, emptyDraft } from '#lib/runs/draft-form.ts';
import type { RunInput } from '#lib/runs/schema.ts';
import { listPromptProblems } from '#lib/templates/render.ts';
import { AnswerFields } from './answer-fields.tsx';
import { InstructionFields } from './instruction-fields.tsx';
import { type ConnectionChoice, type ModelChoice, ModelFields } from './model-fields.tsx';
import { PromptPreview } from './prompt-preview.tsx';
import { RowFields } from './row-fields.tsx';
import { issueAt } from './run-draft.ts';
import { useDraft } from './use-draft.ts';

type RunFormProps = {
  dataset: { id: string; name: string; columns: readonly string[]; rowCount: number };
  models: readonly ModelChoice[];
  connections: readonly ConnectionChoice[];
  defaults: { model: string; connection: string };
  /** A draft that is changed. */
  saved?: { runId: string; input: RunInput };
};

/** Everything a run is made of, on one page; saving leads to the price. */
export function RunForm({ dataset, models, connections, defaults, saved }: RunFormProps) {
  const initial = saved ? draftOf(saved.input) : emptyDraft(defaults);
  const { draft, setDraft, forget } = useDraft(initial, saved ? null : `run-draft:${dataset.id}`);
  useReturn();
  const { issues, problem, isPending, submit } = useSave(dataset.id, saved, forget);
  const { system, user } = draft;
  const promptIssues = useMemo(
    () => (user.trim() === '' ? [] : listPromptProblems({ system, user }, dataset.columns)),
    [system, user, dataset.columns],
  );
  const shown = [...promptIssues, ...issues.filter((issue) => !issue.path?.startsWith('prompt') || user.trim() === '')];
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    submit(draft);
  }

  const common = { draft, setDraft, columns: dataset.columns, issues: shown };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <div ref={summary} tabIndex={-1} className="outline-none empty:hidden">
          {problem && <Alert>{problem}</Alert>}
        </div>
        <TextField
          label="Name of the run (optional)"
          name="name"
          value={draft.name}
          onChange={(name) => setDraft({ name })}
          error={issueAt(shown, 'name')}
          placeholder={`${dataset.name} · ${draft.model || 'model'}`}
        />
        <InstructionFields {...common} datasetId={dataset.id} />
      </div>
      {/* Beside the form on a wide screen; on a narrow one right after the instruction it renders. */}
      <div className="min-w-0 xl:row-span-2">
        <div className="xl:sticky xl:top-6">
          <PromptPreview datasetId={dataset.id} columns={dataset.columns} rowCount={dataset.rowCount} draft={draft} />
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <AnswerFields {...common} datasetId={dataset.id} />
        <ModelFields
          datasetId={dataset.id}
          draft={draft}
          setDraft={setDraft}
          models={models}
          connections={connections}
          issues={shown}
        />
        <RowFields draft={draft} setDraft={setDraft} rowCount={dataset.rowCount} issues={shown} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" kind="primary" isPending={isPending}>
            See the price
          </Button>
          {saved && <LinkButton href={`/runs/${saved.runId}`}>Back without changes</LinkButton>}
        </div>
        <p className="text-xs text-ink-muted">Nothing is sent and nothing is paid until you launch on the next page.</p>
      </div>
    </form>
  );
}

/** Checks the form here first, then saves it once and goes to its price. */
function useSave(datasetId: string, saved: RunFormProps['saved'], forget: () => void) {
  const router = useRouter();
  const [localIssues, setLocalIssues] = useState<readonly Issue[]>([]);
  const save = useMutation({
    mutationFn: (input: RunInput) =>
      saved ? updateDraftAction({ runId: saved.runId, input }) : createRunAction(input),
    onSuccess: (result) => {
      if (!result.ok) return;
      const { runId } = result.data;
      forget();
      if (!saved) rememberDraft(datasetId, runId);
      router.push(`/runs/${runId}`);
    },
  });
  function submit(draft: Parameters<typeof checkDraft>[1]) {
    if (save.isPending) return;
    const check = checkDraft(datasetId, draft);
    setLocalIssues(check.ok ? [] : check.issues);
    if (check.ok) save.mutate(check.input);
    else save.reset();
  }
  const refusal = save.data?.ok === false ? save.data.error : null;
  const issues = localIssues.length > 0 ? localIssues : (refusal?.issues ?? []);
  const first = localIssues[0]?.message;
  const lost = save.isError ? 'The server could not be reached. Your entries are still here; try again.' : null;
  return {
    issues,
    problem: first ? `Not saved yet: ${first}` : (refusal?.message ?? lost),
    // It stays pending while the next page loads, so that a second click cannot make a second draft.
    isPending: save.isPending || save.data?.ok === true,
    submit,
  };
}

const DRAFT = 'draft';

/** Notes in the address of the empty form which draft came of it, so that the way back leads to what was entered. */
function rememberDraft(datasetId: string, runId: string): void {
  const query = new URLSearchParams({ dataset: datasetId, [DRAFT]: runId });
  // The router's own state goes along: it would take any other for a navigation, just before the real one.
  window.history.replaceState(window.history.state, '', `/runs/new?${query}`);
}

/** On the way back from the price: on to the draft. */
function useReturn(): void {
  const router = useRouter();
  useEffect(() => {
    const runId = new URLSearchParams(window.location.search).get(DRAFT);
    if (runId) router.replace(`/runs/${encodeURIComponent(runId)}/edit`);
  }, [router]);
}
