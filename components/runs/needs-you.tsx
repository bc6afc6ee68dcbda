import { CircleAlert, Hand, Pause } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { BudgetNeeds } from '#components/budgets/budget-alerts.tsx';
import type { BudgetAlertView } from '#lib/budgets/schema.ts';
import { formatCount } from '#lib/format.ts';
import type { RunSummary } from '#lib/runs/schema.ts';
import { priceWords } from './launch-words.ts';
import { runListAddress } from './run-list-address.ts';
import { answeredSentence } from './run-words.ts';

type Some = { runs: readonly RunSummary[]; total: number };
/** `budgets`: what was told of them. */
type NeedsYouProps = Record<'asked' | 'declined' | 'paused' | 'failures', Some> & {
  budgets: readonly BudgetAlertView[];
};

/** Runs and budgets that wait for a person, each with why and what to do. Nothing where nobody is waited for. */
export function NeedsYou({ asked, declined, paused, failures, budgets }: NeedsYouProps) {
  if (budgets.length === 0 && [asked, declined, paused, failures].every(({ runs }) => runs.length === 0)) return null;
  return (
    <section aria-labelledby="needs-you" className="flex flex-col gap-3">
      <h2 id="needs-you" className="text-base font-semibold">
        Needs you
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-warn/40 bg-surface">
        {asked.runs.map((run) => (
          <Need key={run.id} run={run} icon={<Hand aria-hidden className="mt-0.5 size-4 shrink-0" />}>
            {run.approval?.requestedBy} asks for approval · {priceWords(run.cost.estimate.expectedUsd, run.simulated)}
          </Need>
        ))}
        {declined.runs.map((run) => (
          <Need key={run.id} run={run} icon={<CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}>
            Declined by {run.approval?.decidedBy}: {run.approval?.note}
          </Need>
        ))}
        <BudgetNeeds alerts={budgets} />
        {paused.runs.map((run) => (
          <Need key={run.id} run={run} icon={<Pause aria-hidden className="mt-0.5 size-4 shrink-0" />}>
            {run.reason ?? 'Paused. Resume it when it may go on.'}
          </Need>
        ))}
        {failures.runs.map((run) => (
          <Need key={run.id} run={run} icon={<CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}>
            {run.status === 'failed'
              ? (run.reason ?? 'It could not run.')
              : `${answeredSentence(run.counts)}. Open it to see why, and to send them again.`}
          </Need>
        ))}
        <More count={asked.total - asked.runs.length} href={runListAddress({ group: 'draft', name: '', page: 1 })}>
          waiting for approval
        </More>
        <More count={paused.total - paused.runs.length} href={runListAddress({ group: 'paused', name: '', page: 1 })}>
          paused
        </More>
        <More
          count={failures.total - failures.runs.length}
          href={runListAddress({ group: 'failures', name: '', page: 1 })}
        >
          with failures
        </More>
      </ul>
    </section>
  );
}

function Need({ run, icon, children }: { run: RunSummary; icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2.5 px-4 py-3 text-warn">
      {icon}
      <div className="min-w-0 grow">
        <Link
          href={`/runs/${run.id}`}
          className="font-medium break-words text-accent underline-offset-2 hover:underline"
        >
          {run.name}
        </Link>
        <p className="break-words">{children}</p>
      </div>
    </li>
  );
}

function More({ count, href, children }: { count: number; href: string; children: string }) {
  if (count <= 0) return null;
  return (
    <li className="px-4 py-2">
      <Link href={href} className="text-accent underline-offset-2 hover:underline">
        {formatCount(count)} more {children}
      </Link>
    </li>
  );
}
