import { z } from 'zod';

/** What the audit log is asked for, as it stands in the address. Empty fields ask for everything. */
export const AuditQuery = z.object({
  person: z.string().max(200).catch('').default(''),
  action: z.string().max(100).catch('').default(''),
  /** The number of the last event of the page before. */
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** One thing that someone did. */
export type AuditEntry = {
  id: string;
  at: string;
  person: string;
  action: string;
  /** What it was done to, by the name it has now or had then; null where it goes without saying. */
  subject: { name: string; href: string | null } | null;
  /** What else was noted, as names and values. */
  details: { name: string; value: string }[];
};
