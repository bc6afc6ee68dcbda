import { Card } from '#components/ui/card.tsx';
import { formatUsd } from '#lib/format.ts';
import { decidersWords } from '#lib/runs/approval-need.ts';
import { ApprovalRuleForm } from './approval-rule-form.tsx';

type ApprovalRuleProps = { overUsd: string | null; deciders: readonly string[]; canManage: boolean };

/** Which runs a lead looks at before they are launched. */
export function ApprovalRule({ overUsd, deciders, canManage }: ApprovalRuleProps) {
  return (
    <Card title="Approval of large runs">
      <p>
        {overUsd === null
          ? 'Members launch every run by themselves.'
          : `Members ask before a run that may cost over ${formatUsd(overUsd)}. ${decidersWords(deciders)} decides.`}
      </p>
      <p className="mt-2 max-w-prose text-ink-muted">
        The high end of the estimate counts. A run whose price is not known always needs approval, and a simulated one
        never does. Owners and leads launch without asking. API tokens follow their role.
      </p>
      {canManage && <ApprovalRuleForm overUsd={overUsd} />}
    </Card>
  );
}
