import Link from 'next/link';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Time } from '#components/ui/time.tsx';
import { countOf } from '#lib/format.ts';
import type { Approval } from '#lib/runs/approval.ts';
import type { DraftStep } from '#lib/runs/draft-steps.ts';
import { DiscardDraftButton } from './discard-draft-button.tsx';
import { STEP_LABELS } from './draft-words.ts';

export type UnfinishedDraft = {
  id: string;
  name: string;
  step: DraftStep;
  updatedAt: string;
  dataset: { name: string; rowCount: number } | null;
  /** What a lead said of it, where one was asked. */
  approval: Approval | null;
};

/** Runs somebody began to put together and did not launch. Nothing where there are none. */
export function UnfinishedDrafts({ drafts }: { drafts: readonly UnfinishedDraft[] }) {
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="unfinished" className="flex flex-col gap-3">
      <h2 id="unfinished" className="text-base font-semibold">
        Unfinished
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {drafts.map((draft) => (
          <DraftLine key={draft.id} draft={draft} />
        ))}
      </ul>
    </section>
  );
}

function DraftLine({ draft }: { draft: UnfinishedDraft }) {
  const { dataset } = draft;
  const title = draft.name || (dataset ? `Run over ${dataset.name}` : 'Run without data');
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 grow basis-60">
        <Link
          href={`/runs/new/${draft.id}`}
          className="block break-words text-accent underline-offset-2 hover:underline"
        >
          {title}
        </Link>
        <p className="text-xs wrap-anywhere text-ink-muted">
          {dataset ? `${dataset.name}, ${countOf(dataset.rowCount, 'row')}` : 'No data chosen'} · at step{' '}
          {STEP_LABELS[draft.step]} · changed <Time iso={draft.updatedAt} />
        </p>
        {draft.approval?.status === 'declined' && (
          <p className="text-xs wrap-anywhere text-warn">
            Declined by {draft.approval.decidedBy}: {draft.approval.note}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2">
        <LinkButton href={`/runs/new/${draft.id}`}>Continue</LinkButton>
        <DiscardDraftButton draftId={draft.id} name={title} />
      </div>
    </li>
  );
}
