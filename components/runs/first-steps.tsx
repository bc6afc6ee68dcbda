import Link from 'next/link';
import { Card } from '#components/ui/card.tsx';
import type { Run } from '#lib/runs/schema.ts';
import { isRunOver } from '#lib/runs/state.ts';

const DATA_STEPS = [
  {
    href: '/datasets/new',
    label: 'Add a CSV file',
    text: 'Its columns and first rows are shown before anything is stored.',
  },
  {
    href: '/runs/new',
    label: 'Write an instruction',
    text: 'Each row’s own cells are put into it; the price is shown before you launch.',
  },
];

const PROVIDER_STEP = {
  href: '/settings/connections',
  label: 'Connect a provider',
  text: 'Until then the sandbox answers, for free and made up.',
};

/** What to do on the first day: the first thing on Home until a run of one's own exists. */
export function FirstSteps({ sampleRun }: { sampleRun: Pick<Run, 'id' | 'status'> | null }) {
  return (
    <Card title="First steps">
      {sampleRun && (
        <p className="mb-3">
          A sample is here already: 500 made-up support messages, sorted by the sandbox.{' '}
          <Link href={`/runs/${sampleRun.id}`} className="text-accent underline">
            {isRunOver(sampleRun.status) ? 'See what came out' : 'Watch it work'}
          </Link>
          , then take your own data through the same steps.
        </p>
      )}
      <ol className="grid gap-x-6 gap-y-3 md:grid-cols-3">
        {[...DATA_STEPS, PROVIDER_STEP].map((step, index) => (
          <li key={step.href} className="flex min-w-0 gap-3">
            <span
              aria-hidden
              className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-xs text-accent"
            >
              {index + 1}
            </span>
            <div>
              <Link href={step.href} className="font-medium text-accent underline-offset-2 hover:underline">
                {step.label}
              </Link>
              <p className="text-ink-muted">{step.text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** What is still to be done by somebody who knows the rest. */
export function ConnectStep() {
  return (
    <Card title="Next step">
      <Link href={PROVIDER_STEP.href} className="font-medium text-accent underline-offset-2 hover:underline">
        {PROVIDER_STEP.label}
      </Link>
      <p className="text-ink-muted">{PROVIDER_STEP.text}</p>
    </Card>
  );
}
