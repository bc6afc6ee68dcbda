import 'server-only';
import type { Tx } from '#lib/platform/db/client.ts';
import { approvalRule } from './approval-rule.ts';
import { budgetRule } from './budget-rule.ts';
import type { Launch, LaunchRule, Objection } from './launch-rule.ts';

/** Every launch is held against these, whoever or whatever asks for it: see `launchDraft`. */
const LAUNCH_RULES: readonly LaunchRule[] = [budgetRule, approvalRule];

/** The first objection to a launch. A refusal goes first: nobody is asked to approve what could not be launched. */
export async function findObjection(tx: Tx, launch: Launch): Promise<Objection | null> {
  let first: Objection | null = null;
  for (const rule of LAUNCH_RULES) {
    const objection = await rule(tx, launch);
    if (objection?.kind === 'refused') return objection;
    first ??= objection;
  }
  return first;
}
