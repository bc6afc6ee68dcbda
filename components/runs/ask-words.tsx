import { type ApprovalNeed, approvalSentence, decidersWords } from '#lib/runs/approval-need.ts';

/** Under the button that asks: which rule wants it, and who decides. */
export function AskWords({ need, deciders }: { need: ApprovalNeed; deciders: readonly string[] }) {
  return (
    <p className="break-words">
      {approvalSentence(need)} {decidersWords(deciders)} decides.
    </p>
  );
}
