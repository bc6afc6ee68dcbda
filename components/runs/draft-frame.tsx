'use client';

import { CircleAlert, CloudCheck, LoaderCircle } from 'lucide-react';
import { useRouter, useSelectedLayoutSegment } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Stepper } from '#components/ui/stepper.tsx';
import { Time } from '#components/ui/time.tsx';
import { DRAFT_STEPS, type DraftStep } from '#lib/runs/draft-steps.ts';
import { DiscardDraftButton } from './discard-draft-button.tsx';
import { useOpenDraft } from './draft-context.tsx';
import { stepsOf } from './draft-words.ts';
import type { SaveState } from './use-draft-sync.ts';

/** What stands around every step of a draft: where one is, whether it is saved, and what happened to it elsewhere. */
export function DraftFrame({ children }: { children: ReactNode }) {
  const open = useOpenDraft();
  const segment = useSelectedLayoutSegment();
  const current = DRAFT_STEPS.find((step) => step === segment) ?? 'data';
  useLaunched();
  if (open.fate.kind === 'gone') return <GoneDraft />;
  return (
    <div className="mx-auto flex max-w-[75rem] flex-col">
      <PageHeader
        title="New run"
        action={<DiscardDraftButton draftId={open.id} name={open.draft.name} goesTo="/runs" />}
      >
        <span className="flex flex-wrap items-center gap-x-3">
          <span className="min-w-0 break-words">
            {open.dataset ? `Ask one question of every row of ${open.dataset.name}.` : 'Ask one question of every row.'}
          </span>
          <SaveMark state={open.saveState} />
        </span>
      </PageHeader>
      <div className="flex flex-col gap-6">
        <Stepper label="Steps of the new run" steps={stepsOf(open, current)} />
        <NewerElsewhere />
        <StepPlace step={current}>{children}</StepPlace>
      </div>
    </div>
  );
}

/** A step takes the focus when one came to it from another, so that the keyboard goes on from there. */
function StepPlace({ step, children }: { step: DraftStep; children: ReactNode }) {
  const { hasMoved } = useOpenDraft();
  useEffect(() => {
    const isMove = hasMoved.current;
    hasMoved.current = true;
    if (!isMove) return;
    document.getElementById(`step-${step}`)?.focus({ preventScroll: true });
    // From the top: the name of the run and the steps stand there.
    window.scrollTo({ top: 0 });
  }, [step, hasMoved]);
  return (
    <section id={`step-${step}`} tabIndex={-1} aria-label={`Step: ${step}`} className="min-w-0 outline-none">
      {children}
    </section>
  );
}

/** Launched here, in another tab or by a program: from then on the run itself is the place to be. */
function useLaunched(): void {
  const router = useRouter();
  const { fate } = useOpenDraft();
  const runId = fate.kind === 'launched' ? fate.runId : null;
  useEffect(() => {
    if (runId) router.replace(`/runs/${runId}`);
  }, [runId, router]);
}

function SaveMark({ state }: { state: SaveState }) {
  const Icon = { saved: CloudCheck, saving: LoaderCircle, failed: CircleAlert }[state.kind];
  return (
    <span
      role="status"
      className={`inline-flex items-center gap-1.5 text-xs ${state.kind === 'failed' ? 'text-bad' : 'text-ink-muted'}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {state.sentence}
    </span>
  );
}

function NewerElsewhere() {
  const { newer, settle } = useOpenDraft();
  if (!newer) return null;
  return (
    <Alert tone="warn" title="This draft was changed in another window or on another device.">
      <p>
        {newer.updatedAt && (
          <>
            That was <Time iso={newer.updatedAt} />.{' '}
          </>
        )}
        What you see here is not saved any more until you choose.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onPress={() => settle('theirs')}>Load the newer version</Button>
        <Button onPress={() => settle('ours')}>Keep what is here</Button>
      </div>
    </Alert>
  );
}

function GoneDraft() {
  return (
    <>
      <PageHeader title="New run" />
      <EmptyState
        title="This draft was discarded"
        action={
          <LinkButton kind="primary" href="/runs/new">
            New run
          </LinkButton>
        }
      >
        It was thrown away in another window or on another device. Nothing was sent and nothing was paid.
      </EmptyState>
    </>
  );
}
