import { Alert } from '#components/ui/alert.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Approval } from '#lib/runs/approval.ts';

type ApprovalAnswerProps = {
  approval: Approval;
  /** Where the run is changed, for those who may. */
  changeHref: string | null;
};

/** What became of a request for a run that is still a draft: no, and why, or that it went. */
export function ApprovalAnswer({ approval, changeHref }: ApprovalAnswerProps) {
  const { status, decidedBy, decidedAt, note } = approval;
  if (status === 'withdrawn')
    return (
      <p className="break-words text-ink-muted">
        {decidedBy === null ? note : `${decidedBy} withdrew the request for approval.`}
      </p>
    );
  if (status !== 'declined') return null;
  return (
    <Alert tone="warn" title={`Declined by ${decidedBy}`}>
      <p className="whitespace-pre-wrap">{note}</p>
      <p className="mt-1 text-xs">{decidedAt && <Time iso={decidedAt} />}</p>
      {changeHref && (
        <div className="mt-3">
          <LinkButton href={changeHref}>Change the run</LinkButton>
        </div>
      )}
    </Alert>
  );
}
