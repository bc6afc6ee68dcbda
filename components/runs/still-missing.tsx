import Link from 'next/link';
import { Card } from '#components/ui/card.tsx';
import { DRAFT_STEPS, type DraftStep } from '#lib/runs/draft-steps.ts';
import { useOpenDraft } from './draft-context.tsx';
import { STEP_LABELS, stepHref } from './draft-words.ts';

/** What keeps a draft from being asked, with the steps where it is filled in. */
export function StillMissing({ at, children }: { at: DraftStep; children: string }) {
  const { id, problems } = useOpenDraft();
  return (
    <Card title="Not ready yet">
      <p className="text-ink-muted">{children}</p>
      <ul className="mt-3 flex flex-col gap-2">
        {DRAFT_STEPS.flatMap((step) =>
          problems[step].map((issue) => (
            <li key={`${issue.path} ${issue.message}`} className="break-words">
              {step !== at && (
                <>
                  <Link href={stepHref(id, step)} className="text-accent underline">
                    {STEP_LABELS[step]}
                  </Link>
                  :{' '}
                </>
              )}
              {issue.message}
            </li>
          )),
        )}
      </ul>
    </Card>
  );
}
