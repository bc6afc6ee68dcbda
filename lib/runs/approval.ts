import { z } from 'zod';
import { ApprovalStatus } from '#lib/platform/db/generated/enums.ts';

/** What was asked of a lead before a launch, and the answer; of several requests of a run the newest. */
export const Approval = z.object({
  id: z.string(),
  status: z.enum(ApprovalStatus),
  /** The name of a person or of an API token, as it was then. */
  requestedBy: z.string(),
  requestedAt: z.string(),
  /** Null while nobody decided, and where the request went because the run was changed. */
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** Why it was declined or withdrawn. */
  note: z.string().nullable(),
});
export type Approval = z.infer<typeof Approval>;

const approvalId = z.string().min(1).max(100).optional();

/** Which request is approved: the one that was looked at, so that one asked meanwhile is not; without it, the open one. */
export const ApproveInput = z.strictObject({ approvalId });

export const DeclineInput = z.strictObject({
  approvalId,
  note: z
    .string('Say why, in a sentence (note).')
    .trim()
    .min(1, 'Say why, so that they know what to change.')
    .max(1_000, 'A note may have at most 1,000 characters.')
    .regex(/^[^\0]*$/, 'A note is text.'),
});
