import { Check, TriangleAlert } from 'lucide-react';
import Link from 'next/link';

export type Step = {
  label: string;
  /** Where it stands in words, such as "Done" or "2 problems". */
  words: string;
  look: 'done' | 'problem' | 'todo';
  isCurrent: boolean;
  /** None for a step that cannot be gone to yet. */
  href: string | null;
};

const MARKS: Record<Step['look'], string> = {
  done: 'border-accent bg-accent text-on-accent',
  problem: 'border-warn bg-warn-soft text-warn',
  todo: 'border-line-strong bg-surface text-ink-muted',
};

/** The steps of one thing to do, each with its own address: which are done, where one is, and what needs a second look. */
export function Stepper({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <nav aria-label={label} className="rounded-lg border border-line bg-surface p-1">
      <ol className="grid" style={{ gridTemplateColumns: `repeat(${steps.length}, minmax(0, 1fr))` }}>
        {steps.map((step, index) => (
          <li key={step.label} className="min-w-0">
            <StepPlace step={step} number={index + 1} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

const PLACE =
  'flex h-full flex-col items-center gap-1 rounded-md px-1 py-2 text-center sm:flex-row sm:gap-2.5 sm:px-3 sm:text-left aria-[current]:bg-accent-soft';

function StepPlace({ step, number }: { step: Step; number: number }) {
  const content = (
    <>
      <span
        aria-hidden
        className={`flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-medium tabular-nums ${MARKS[step.look]}`}
      >
        {step.look === 'done' && <Check className="size-3.5" />}
        {step.look === 'problem' && <TriangleAlert className="size-3.5" />}
        {step.look === 'todo' && number}
      </span>
      <span className="min-w-0 max-w-full">
        <span
          className={`block truncate text-xs sm:text-sm ${step.isCurrent ? 'font-semibold text-ink' : 'font-medium'}`}
        >
          {step.label}
        </span>
        <span className={`block truncate text-xs ${step.look === 'problem' ? 'text-warn' : 'text-ink-muted'}`}>
          {step.words}
        </span>
      </span>
    </>
  );
  const current = step.isCurrent && ({ 'aria-current': 'step' } as const);
  if (step.href === null) {
    return (
      <span {...current} className={PLACE}>
        {content}
      </span>
    );
  }
  return (
    <Link href={step.href} {...current} className={`${PLACE} hover:bg-sunken`}>
      {content}
    </Link>
  );
}
