import { z } from 'zod';
import { ItemStatus } from '#lib/platform/db/generated/enums.ts';
import { MAX_TRY_ROWS } from './limits.ts';

/** Which rows of a draft are tried: so many, from the top or from all over the sheet. */
export const TryRows = z.object({
  rows: z.int().min(1).max(MAX_TRY_ROWS),
  from: z.enum(['spread', 'top']),
  /** Several rows in one request, as the draft would ask them; otherwise each row by itself. */
  together: z.boolean().optional(),
});
export type TryRows = z.infer<typeof TryRows>;

const Usd = z.string().nullable();

/** One row of a try. Texts are cut for the screen. */
export const TriedRow = z.object({
  rowIndex: z.int(),
  /** The cells that its question used. */
  cells: z.array(z.string()),
  status: z.enum(ItemStatus),
  answer: z.string().nullable(),
  /** Why there is none, in words. */
  error: z.string().nullable(),
  /** The right answer, where the sheet has one, and whether this is it. */
  gold: z.string().nullable(),
  isRight: z.boolean().nullable(),
  tokens: z.int(),
  costUsd: Usd,
});
export type TriedRow = z.infer<typeof TriedRow>;

/** Some rows of a draft, asked now. */
export const Try = z.object({
  id: z.string(),
  at: z.string(),
  isOver: z.boolean(),
  simulated: z.boolean(),
  model: z.string(),
  /** The instruction it asked. */
  instruction: z.string(),
  /** Whether the draft would ask exactly this now. */
  isCurrent: z.boolean(),
  /** So many rows were asked in one request; 1: each by itself. */
  rowsPerRequest: z.int(),
  columns: z.array(z.string()),
  rows: z.array(TriedRow),
  answered: z.int(),
  failed: z.int(),
  /** Of the answered rows whose right answer is known. */
  right: z.int(),
  judged: z.int(),
  spentUsd: Usd,
});
export type Try = z.infer<typeof Try>;

/** The last tries of a draft, newest first, and what the next one costs; null where its price is unknown or nothing can be tried. */
export const Tries = z.object({
  tries: z.array(Try),
  spentUsd: z.string(),
});
export type Tries = z.infer<typeof Tries>;

/** What a try would send and cost, before it does. */
export type TryOffer = { rows: number; model: string; connection: string; simulated: boolean; aboutUsd: string | null };
