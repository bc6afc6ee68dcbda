import type { Issue } from '#lib/errors.ts';

/** The steps of a new run, in order; each is the last part of its address. */
export const DRAFT_STEPS = ['data', 'instruction', 'answer', 'try', 'launch'] as const;
export type DraftStep = (typeof DRAFT_STEPS)[number];

/** What is wrong with a draft, by the step where it is put right. Paths are those of the run's input. */
export type StepProblems = Record<DraftStep, readonly Issue[]>;

/** How a step stands: `problem` is one that was looked at before and needs the person again. */
export type StepState = 'done' | 'problem' | 'todo';

/** The step where a path of the run's input is filled in. */
export function stepOfPath(path: string): DraftStep {
  if (path.startsWith('datasetId')) return 'data';
  if (/^(prompt|idColumn|neverSend)/.test(path)) return 'instruction';
  if (/^(output|answerColumn|goldColumn)/.test(path)) return 'answer';
  return 'launch';
}

/** A step that nobody has looked at yet is to do, even if nothing has to be filled in there. */
export function stepState(step: DraftStep, reached: DraftStep, problems: StepProblems): StepState {
  if (isBefore(reached, step)) return 'todo';
  if (problems[step].length > 0) return step === reached ? 'todo' : 'problem';
  // Nobody has to try anything.
  return step === 'launch' || step === 'try' ? 'todo' : 'done';
}

/** The furthest of two steps. */
export function furthest(one: DraftStep, other: DraftStep): DraftStep {
  return isBefore(one, other) ? other : one;
}

function isBefore(step: DraftStep, other: DraftStep): boolean {
  return DRAFT_STEPS.indexOf(step) < DRAFT_STEPS.indexOf(other);
}
