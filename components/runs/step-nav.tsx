'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Issue } from '#lib/errors.ts';
import type { DraftStep } from '#lib/runs/draft-steps.ts';
import { furthest } from '#lib/runs/draft-steps.ts';
import { useOpenDraft } from './draft-context.tsx';
import { neighborOf, STEP_LABELS, stepHref } from './draft-words.ts';

const NOTHING: readonly Issue[] = [];

/**
 * Back and Next. Next says first what is missing here; the steps above lead anywhere at any time. `issues` are what the
 * fields may show: nothing is blamed on a field before a person tried to go on.
 */
export function useStep(step: DraftStep) {
  const { id, draft, setDraft, problems, isChecked } = useOpenDraft();
  const router = useRouter();
  // One that comes back to a step left it as it was: what is wrong with it may be said at once.
  const [hasTried, setTried] = useState(draft.reached !== step && furthest(draft.reached, step) === draft.reached);
  const [tries, setTries] = useState(0);
  const [going, setGoing] = useState<{ to: DraftStep | null } | null>(null);
  useEffect(() => {
    const reached = furthest(draft.reached, step);
    if (reached !== draft.reached) setDraft({ reached });
  });
  const hasProblems = problems[step].length > 0;
  // Whether one may go on is known when what was typed last is checked.
  useEffect(() => {
    if (!going || !isChecked) return;
    setGoing(null);
    if (hasProblems) setTries((before) => before + 1);
    else if (going.to) router.push(stepHref(id, going.to));
  }, [going, isChecked, hasProblems, id, router]);
  function goOn(to = neighborOf(step, 1)) {
    setTried(true);
    setGoing({ to });
  }
  // An unknown column is told while it is written; what is only missing can wait until a person wants to go on.
  const live = step === 'instruction' && draft.user.trim() !== '' ? problems.instruction : NOTHING;
  return { issues: hasTried ? problems[step] : live, tries, goOn, isGoing: going !== null };
}

type StepNavProps = {
  step: DraftStep;
  issues: readonly Issue[];
  tries: number;
  isGoing: boolean;
  onNext: (to?: DraftStep) => void;
};

/** The way on and the way back, at the foot of a step; what is missing is said there, and read out. */
export function StepNav({ step, issues, tries, isGoing, onNext }: StepNavProps) {
  const { id } = useOpenDraft();
  const [back, next] = [neighborOf(step, -1), neighborOf(step, 1)];
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tries > 0) summary.current?.focus();
  }, [tries]);
  const first = issues[0]?.message;
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <div ref={summary} tabIndex={-1} className="outline-none empty:hidden">
        {tries > 0 && first && (
          <Alert>
            {first}
            {issues.length > 1 && ` (and ${issues.length - 1} more)`}
          </Alert>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        {back ? <LinkButton href={stepHref(id, back)}>Back: {STEP_LABELS[back]}</LinkButton> : <span />}
        <div className="flex flex-wrap justify-end gap-2">
          {next === 'try' && (
            <Button isPending={isGoing} onPress={() => onNext('launch')}>
              Next: {STEP_LABELS.launch}
            </Button>
          )}
          {next && (
            <Button kind="primary" isPending={isGoing} onPress={() => onNext()}>
              {next === 'try' ? 'Try some rows first' : `Next: ${STEP_LABELS[next]}`}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
