import type { Step } from '#components/ui/stepper.tsx';
import { countOf } from '#lib/format.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { DRAFT_STEPS, type DraftStep, type StepProblems, stepState } from '#lib/runs/draft-steps.ts';

export const STEP_LABELS: Record<DraftStep, string> = {
  data: 'Data',
  instruction: 'Instruction',
  answer: 'Answer',
  try: 'Try',
  launch: 'Launch',
};

/** The address of a step of a draft. */
export function stepHref(draftId: string, step: DraftStep): string {
  return `/runs/new/${draftId}/${step}`;
}

/** The step behind this one, or before it; null at the ends. */
export function neighborOf(step: DraftStep, distance: 1 | -1): DraftStep | null {
  return DRAFT_STEPS[DRAFT_STEPS.indexOf(step) + distance] ?? null;
}

/** The steps of a draft as they are shown. */
export function stepsOf(open: { id: string; draft: RunDraft; problems: StepProblems }, current: DraftStep): Step[] {
  return DRAFT_STEPS.map((step) => {
    const isCurrent = step === current;
    const look = stepState(step, open.draft.reached, open.problems);
    const known = { done: 'Done', problem: countOf(open.problems[step].length, 'problem'), todo: 'To do' }[look];
    const words = step === 'try' ? 'Optional' : known;
    const isHere = isCurrent && look === 'todo';
    return { label: STEP_LABELS[step], words: isHere ? 'Now' : words, look, isCurrent, href: stepHref(open.id, step) };
  });
}

/** The same before there is a draft: only the first step can be done. */
export function firstSteps(): Step[] {
  return DRAFT_STEPS.map((step, index) => ({
    label: STEP_LABELS[step],
    words: index === 0 ? 'Now' : 'To do',
    look: 'todo',
    isCurrent: index === 0,
    href: null,
  }));
}
