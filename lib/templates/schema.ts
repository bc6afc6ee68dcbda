import { z } from 'zod';
import {
  MAX_DESCRIPTION_CHARS,
  MAX_DESCRIPTIONS_CHARS,
  MAX_LABEL_CHARS,
  MAX_LABELS,
  MAX_PROMPT_CHARS,
} from './limits.ts';

const tooLong = `An instruction may have at most ${MAX_PROMPT_CHARS.toLocaleString('en-US')} characters.`;

/** What is said to the model for each row: text with `{{column}}` holes. */
export const Prompt = z.strictObject({
  system: z.string().max(MAX_PROMPT_CHARS, tooLong).optional(),
  user: z
    .string('Write an instruction.')
    .max(MAX_PROMPT_CHARS, tooLong)
    .refine((text) => text.trim() !== '', 'Write an instruction.'),
});
export type Prompt = z.infer<typeof Prompt>;

/** Labels stay exactly as written, in the order given; two that differ only in surrounding space are the same to a reader. */
const Labels = z
  .array(
    z
      .string()
      .max(MAX_LABEL_CHARS, `A label may have at most ${MAX_LABEL_CHARS} characters.`)
      .refine((label) => label.trim() !== '', 'A label may not be empty.'),
  )
  .min(1, 'Give at least one label.')
  .max(MAX_LABELS, `Give at most ${MAX_LABELS.toLocaleString('en-US')} labels.`)
  .superRefine((labels, context) => {
    const seen = new Set<string>();
    labels.forEach((label, index) => {
      const key = label.trim();
      if (seen.has(key))
        context.addIssue({ code: 'custom', message: `The label "${key}" is given twice.`, path: [index] });
      seen.add(key);
    });
  });

const TextOutput = z.strictObject({ kind: z.literal('text') });
/** What labels mean, by label; those that need no explanation are not in it. */
const Descriptions = z.record(
  z.string(),
  z
    .string()
    .max(MAX_DESCRIPTION_CHARS, `A description may have at most ${MAX_DESCRIPTION_CHARS} characters.`)
    .refine((text) => text.trim() !== '', 'A description may not be empty.'),
);
const LabelOutput = z
  .strictObject({ kind: z.literal('label'), labels: Labels, descriptions: Descriptions.optional() })
  .superRefine(({ labels, descriptions = {} }, context) => {
    const known = new Set(labels);
    let chars = 0;
    for (const [label, text] of Object.entries(descriptions)) {
      chars += text.length;
      if (!known.has(label))
        context.addIssue({
          code: 'custom',
          message: `"${label}" is described but is not a label.`,
          path: ['descriptions'],
        });
    }
    if (chars > MAX_DESCRIPTIONS_CHARS) {
      const most = MAX_DESCRIPTIONS_CHARS.toLocaleString('en-US');
      const message = `The descriptions may have at most ${most} characters together: every row is sent with all of them.`;
      context.addIssue({ code: 'custom', message, path: ['descriptions'] });
    }
  });
const FieldsOutput = z.strictObject({
  kind: z.literal('fields'),
  fields: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        type: z.enum(['text', 'number', 'integer', 'boolean', 'choice', 'list']),
        values: z.array(z.string()).optional(),
      }),
    )
    .min(1),
});
const EmbeddingOutput = z.strictObject({ kind: z.literal('embedding'), dimensions: z.int().positive().optional() });

/** Every answer kind of the HTTP contract, the ones that cannot run yet included. */
export const OutputContract = z.discriminatedUnion('kind', [TextOutput, LabelOutput, FieldsOutput, EmbeddingOutput], {
  error: 'Choose what the answer is: {"kind":"text"} or {"kind":"label","labels":[…]}.',
});
export type OutputContract = z.infer<typeof OutputContract>;

/** What an answer is. A kind of the contract that cannot run yet is refused in words, not as unknown. */
export const Output = OutputContract.transform((output, context) => {
  if (output.kind === 'text' || output.kind === 'label') return output;
  const name = output.kind === 'fields' ? 'Named fields' : 'Embeddings';
  context.addIssue({
    code: 'custom',
    message: `${name} are not available yet. Choose free text or one label of a list.`,
    path: ['kind'],
    input: output,
  });
  return z.NEVER;
});
export type Output = z.infer<typeof Output>;

/** How the model is asked. Absent means the model's own default. */
export const Parameters = z.strictObject({
  temperature: z
    .number()
    .min(0, 'Temperature is a number from 0 to 2.')
    .max(2, 'Temperature is a number from 0 to 2.')
    .optional(),
  maxOutputTokens: z
    .int('The longest answer is a whole number of tokens.')
    .min(1, 'The longest answer is at least 1 token.')
    .max(1_000_000, 'The longest answer is at most 1,000,000 tokens.')
    .optional(),
  reasoningEffort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
});
export type Parameters = z.infer<typeof Parameters>;

/** Roles a person gave to columns, by name; see column-roles.ts. */
export const Roles = z.record(z.string(), z.enum(['id', 'never']));

/** What a template keeps and a run asks. */
export const Question = z.strictObject({ prompt: Prompt, output: Output, parameters: Parameters.default({}) });
export type Question = z.infer<typeof Question>;

export const TemplateName = z
  .string()
  .trim()
  .min(1, 'Give the template a name.')
  .max(200, 'A name may have at most 200 characters.');

/** A template as lists show it. */
export type Template = {
  id: string;
  name: string;
  createdAt: string;
  archivedAt: string | null;
  /** The newest version: what a new run starts with. */
  latest: TemplateVersion;
  runCount: number;
};

/** What a template asked from then on. A version is never changed. */
export type TemplateVersion = Question & {
  id: string;
  templateId: string;
  number: number;
  /** The columns its instruction asks for. */
  columns: string[];
  createdAt: string;
};
