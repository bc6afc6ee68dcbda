import { z } from 'zod';
import { PICO_PER_USD, parseUsd } from '#lib/money.ts';

const MAX_PICO_USD = 1_000_000n * PICO_PER_USD;

/** Above which amount in USD members ask; nothing typed takes the rule away. People write $1,000. */
export const ApprovalLimitInput = z.object({
  overUsd: z.string().transform((text, { addIssue }) => {
    const typed = text.trim().replace(/^\$/, '').replaceAll(',', '');
    if (typed === '') return null;
    const picoUsd = parseUsd(typed);
    if (picoUsd !== null && picoUsd <= MAX_PICO_USD) return picoUsd;
    const message = picoUsd === null ? 'An amount in USD looks like "25.00".' : 'The amount is at most $1,000,000.';
    addIssue({ code: 'custom', message });
    return z.NEVER;
  }),
});
