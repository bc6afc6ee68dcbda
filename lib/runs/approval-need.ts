import { formatUsd } from '#lib/format.ts';
import { type PicoUsd, usdString } from '#lib/money.ts';

/** Why a launch needs a lead: it may cost more than members launch by themselves, or nobody knows what it costs. */
export type ApprovalNeed = { overUsd: string; why: 'above' | 'unknown' };

type Launchable = {
  /** The most the run is expected to cost; null where its price is unknown, which is never taken for $0. */
  highPicoUsd: PicoUsd | null;
  simulated: boolean;
};

/** Whether a member's launch needs a lead, by the rule of the workspace (null: there is none). */
export function approvalNeedOf(
  overPicoUsd: PicoUsd | null,
  { highPicoUsd, simulated }: Launchable,
): ApprovalNeed | null {
  if (overPicoUsd === null || simulated) return null;
  if (highPicoUsd === null) return { overUsd: usdString(overPicoUsd), why: 'unknown' };
  return highPicoUsd > overPicoUsd ? { overUsd: usdString(overPicoUsd), why: 'above' } : null;
}

/** The rule that asks for it, as a sentence. */
export function approvalSentence({ overUsd, why }: ApprovalNeed): string {
  const over = formatUsd(overUsd);
  return why === 'unknown'
    ? `What this run costs is not known, and runs that may cost over ${over} need a lead’s approval.`
    : `This run may cost over ${over}, so it needs a lead’s approval.`;
}

/** What a program is told that wanted to launch it. */
export function askedInstead(sentence: string): string {
  return `${sentence} It is asked for: the run starts when a lead or owner approves it.`;
}

/** Why somebody may not let a launched run cost so much. */
export function ownLimitSentence({ overUsd }: ApprovalNeed): string {
  const over = formatUsd(overUsd);
  return `This run could cost over ${over} then, and above that it takes a lead. Ask a lead or owner to do it, or stay at ${over} or below.`;
}

/** The rule of a workspace, in a sentence. */
export function ruleSentence(overPicoUsd: PicoUsd | null): string {
  if (overPicoUsd === null) return 'Members launch every run by themselves.';
  return `Members ask before a run that may cost over ${formatUsd(usdString(overPicoUsd))}.`;
}

/** Who may say yes: `Ada or Ana`, and of many the first two. */
export function decidersWords(names: readonly string[]): string {
  const [first, second, ...others] = names;
  if (first === undefined) return 'A lead or owner';
  if (second === undefined) return first;
  return others.length === 0 ? `${first} or ${second}` : `${first}, ${second} or another lead`;
}
