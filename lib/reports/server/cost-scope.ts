import 'server-only';
import { can } from '#lib/auth/roles.ts';
import type { Actor } from '#lib/auth/server/session.ts';
import { AppError } from '#lib/errors.ts';
import { Prisma } from '#lib/platform/db/generated/client.ts';
import type { CostsQuery } from '#lib/pricing/cost-report.ts';
import { labelKey } from '#lib/run-labels.ts';

/** Whose costs: of the whole workspace, or with `createdById` of one person's runs (null: of nobody's). */
export type CostScope = {
  workspaceId: string;
  createdById?: string | null;
  model?: string | undefined;
  /** Null: runs that asked something of their own. */
  template?: string | null | undefined;
  /** In any spelling; null: runs without a label. */
  label?: string | null | undefined;
  simulated?: boolean | undefined;
};

type Asked = Partial<Pick<CostsQuery, 'model' | 'member' | 'template' | 'label' | 'simulated'>>;

/**
 * What an actor may see of what was asked for: leads everything, members what their own runs cost, everyone else nothing. The
 * runs of a token are not told from those of another one, so a token below a lead sees none.
 *
 * @throws AppError `forbidden` with a sentence for whoever asks for more.
 */
export function costScopeOf(actor: Actor, { member, template, label, ...asked }: Asked): CostScope {
  const scope = {
    ...asked,
    ...(template !== undefined && { template: template || null }),
    ...(label !== undefined && { label: label.trim() || null }),
    workspaceId: actor.workspaceId,
  };
  if (can(actor.role, 'cost:read')) return { ...scope, ...(member !== undefined && { createdById: member || null }) };
  if (!can(actor.role, 'cost:own')) throw new AppError('forbidden', VIEWERS_SEE_NO_COSTS);
  if (actor.userId === null) throw new AppError('forbidden', TOKENS_OF_MEMBERS_SEE_NO_COSTS);
  if (member !== undefined && member !== actor.userId)
    throw new AppError('forbidden', 'Only leads and owners see what others spent. Leave member out to see your own.');
  return { ...scope, createdById: actor.userId };
}

const VIEWERS_SEE_NO_COSTS = 'A viewer may not see what runs cost. Ask someone who is a member or above.';
const TOKENS_OF_MEMBERS_SEE_NO_COSTS =
  'Only a token of a lead or an owner reads costs: the runs of one token are not told from those of another. What a run cost is on the run itself.';

export const TEMPLATES_OF_RUNS = Prisma.sql`left join "template_version" v on v."id" = r."templateVersionId"
  left join "template" t on t."id" = v."templateId"`;

/** Of a booking `c`, beside `sandboxesOf`. No join: the database would guess that few bookings have a connection, and look up their runs one by one. */
export const IS_SIMULATED = Prisma.sql`(c.connection = any(array(select "id" from sandbox)))`;

export function sandboxesOf(workspaceId: string): Prisma.Sql {
  return Prisma.sql`sandbox as (select "id" from "connection" where "workspaceId" = ${workspaceId} and "kind" = 'sandbox')`;
}

/** Of a booking `c` and its run `r`; with `template` also of TEMPLATES_OF_RUNS. */
export function filtersOf({ createdById, model, template, label, simulated }: CostScope): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.empty,
      ...(createdById === undefined ? [] : [Prisma.sql`and r."createdById" is not distinct from ${createdById}`]),
      ...(model === undefined ? [] : [Prisma.sql`and r."model" = ${model}`]),
      ...(template === undefined ? [] : [Prisma.sql`and t."id" is not distinct from ${template}`]),
      ...(label === undefined ? [] : [ofLabel(label)]),
      ...(simulated === undefined ? [] : [Prisma.sql`and ${IS_SIMULATED} = ${simulated}`]),
    ],
    ' ',
  );
}

function ofLabel(label: string | null): Prisma.Sql {
  return label === null
    ? Prisma.sql`and cardinality(r."labelKeys") = 0`
    : Prisma.sql`and ${labelKey(label)} = any(r."labelKeys")`;
}
