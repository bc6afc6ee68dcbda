import { z } from 'zod';
import { runLabelIssue } from '#lib/run-labels.ts';
import { budgetAmountIssue, MAX_BUDGET_NAME_CHARS, thresholdsIssue } from './limits.ts';

/** An issue with a sentence of ours where there is one. */
function saying<T>(issueOf: (value: T) => string | null) {
  return (value: T, context: { addIssue: (issue: { code: 'custom'; message: string }) => void }) => {
    const message = issueOf(value);
    if (message !== null) context.addIssue({ code: 'custom', message });
  };
}

const BudgetName = z
  .string('Give the budget a name.')
  .trim()
  .min(1, 'Give the budget a name.')
  .max(MAX_BUDGET_NAME_CHARS, `A name may have at most ${MAX_BUDGET_NAME_CHARS} characters.`)
  .regex(/^\P{Cc}*$/u, 'A name is one line of text.');

const BudgetAmount = z.string('An amount in USD looks like "100.00".').superRefine(saying(budgetAmountIssue));

const Thresholds = z
  .array(z.number('is not a percent'))
  .superRefine(saying(thresholdsIssue))
  .transform((percents) => percents.toSorted((a, b) => a - b));

/** Whose spending counts: of everybody, of one person's runs, or of runs with a label, in whatever case. */
export const BudgetScopeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('workspace') }),
  z.strictObject({ kind: z.literal('member'), member: z.string().min(1, 'Choose whose runs count.').max(200) }),
  z.strictObject({ kind: z.literal('label'), label: z.string().trim().superRefine(saying(runLabelIssue)) }),
]);

/** What a budget is made of. It is for every calendar month, of UTC. */
export const BudgetInput = z.strictObject({
  name: BudgetName,
  scope: BudgetScopeInput,
  amountUsd: BudgetAmount,
  /** At which percent people are told: each once a month. */
  thresholds: Thresholds.default([50, 80, 100]),
  /** No run is launched that is not expected to fit. Runs that are launched go on. */
  pausesLaunches: z.boolean().default(false),
});
export type BudgetInput = z.infer<typeof BudgetInput>;

/** What may be changed about one. Whose spending counts stays: that would be another budget. */
export const BudgetChange = z.strictObject({
  name: BudgetName.optional(),
  amountUsd: BudgetAmount.optional(),
  thresholds: Thresholds.optional(),
  pausesLaunches: z.boolean().optional(),
});
export type BudgetChange = z.infer<typeof BudgetChange>;

export const BudgetsQuery = z.object({
  month: z
    .string()
    .regex(/^(20\d\d)-(0[1-9]|1[0-2])$/, 'is not a month such as 2026-12')
    .optional(),
});

const Usd = z.string();

/** A budget with what its month spent. Amounts are exact decimal strings in USD; what the sandbox made up is in none. */
export const Budget = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('workspace') }),
    /** `name` is null and `isHere` false for a person who is gone. */
    z.object({ kind: z.literal('member'), member: z.string(), name: z.string().nullable(), isHere: z.boolean() }),
    /** `isUsed`: whether a run has this label now. */
    z.object({ kind: z.literal('label'), label: z.string(), isUsed: z.boolean() }),
  ]),
  amountUsd: Usd,
  thresholds: z.array(z.int()),
  pausesLaunches: z.boolean(),
  createdAt: z.string(),
  /** The calendar month, of UTC, that the amounts below are of. */
  month: z.string(),
  /** Paid: the costs report of this month and scope says the same. */
  spentUsd: Usd,
  /** About what runs that are launched and not over will still cost. Only of the month that is now. */
  underWayUsd: Usd,
  /** What neither is spent nor under way; 0 when that is more than the budget. */
  leftUsd: Usd,
  /** How much of it is spent, in whole percent, rounded down. */
  usedPercent: z.int(),
  underWayRuns: z.int(),
  /** Requests that were billed and are in no amount, because their cost is not known. */
  unknownRequests: z.int(),
  /** Runs under way of which nobody knows what they will cost. */
  unknownRuns: z.int(),
});
export type Budget = z.infer<typeof Budget>;

/** A threshold that was reached this month, as somebody is told of it. */
export type BudgetAlertView = { budget: Budget; threshold: number; at: string };

/** What a budget says about a run that is not launched yet. */
export type RunBudget = {
  id: string;
  name: string;
  /** Such as `December`. */
  monthName: string;
  amountUsd: string;
  spentUsd: string;
  underWayUsd: string;
  leftUsd: string;
  /** About what the run takes of it; null where nobody knows. */
  takesUsd: string | null;
  pausesLaunches: boolean;
  /** Why it cannot be launched now; null where it can. */
  refusal: string | null;
};
