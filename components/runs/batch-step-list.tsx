import { Check, CircleDashed, LoaderCircle } from 'lucide-react';
import { Time } from '#components/ui/time.tsx';
import type { BatchStory, Run } from '#lib/runs/schema.ts';
import { type BatchStep, stepsOf, tookWords } from './batch-steps.ts';

type BatchStepsProps = { batch: Run['batches'][number]; story: BatchStory; simulated: boolean };

/** The steps of a batch on a line, or under each other where it is narrow. */
export function BatchSteps({ batch, story, simulated }: BatchStepsProps) {
  const steps = stepsOf(batch, story, simulated);
  if (steps.length === 0) return null;
  return (
    <ol
      aria-label={`Steps of batch ${batch.number}`}
      className="mt-2 flex flex-col gap-x-6 gap-y-1 md:flex-row md:flex-wrap"
    >
      {steps.map((step) => (
        <li key={step.key} className="flex items-start gap-1.5">
          <StepMark state={step.state} />
          <span className={step.state === 'ahead' ? 'text-ink-muted' : ''}>
            {step.label}
            <StepTime step={step} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function StepMark({ state }: { state: BatchStep['state'] }) {
  const look = 'mt-0.5 size-4 shrink-0';
  if (state === 'done') return <Check aria-label="done" className={`${look} text-good`} />;
  if (state === 'now') return <LoaderCircle aria-label="now" className={`${look} text-busy`} />;
  return <CircleDashed aria-label="later" className={`${look} text-ink-muted`} />;
}

function StepTime({ step }: { step: BatchStep }) {
  if (step.state === 'ahead') return null;
  return (
    <span className="text-ink-muted tabular-nums">
      {' '}
      {step.state === 'done' ? (
        tookWords(step.tookMs)
      ) : (
        <>
          since <Time iso={step.since} />
        </>
      )}
    </span>
  );
}
