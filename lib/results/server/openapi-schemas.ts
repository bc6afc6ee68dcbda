import 'server-only';
import { z } from 'zod';
import { Budget, BudgetChange, BudgetInput } from '#lib/budgets/schema.ts';
import { Dataset, DatasetRow } from '#lib/datasets/schema.ts';
import { HTTP_STATUS_BY_CODE } from '#lib/errors.ts';
import { CostReport } from '#lib/pricing/cost-report.ts';
import { SavingsStatement } from '#lib/pricing/savings-statement.ts';
import { ApproveInput, DeclineInput } from '#lib/runs/approval.ts';
import { FinishNowInput, FinishNowOffer, RetryInput, RunChange } from '#lib/runs/http-schema.ts';
import { Run, RunEvent, RunInput, RunItem } from '#lib/runs/schema.ts';

const nextAfter = z.union([z.string(), z.int()]).nullable().meta({
  description: 'Send it as `after` to get the next page; null on the last one.',
});

const Health = z.object({
  status: z.enum(['ok', 'down']),
  version: z.string(),
  database: z.enum(['ok', 'down']),
  worker: z.enum(['ok', 'down']),
});

const Problem = z.object({
  type: z.string().meta({ examples: Object.keys(HTTP_STATUS_BY_CODE).map((code) => `urn:rowmill:problem:${code}`) }),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'What happened, where, and what to do, for a person.' }),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.string().optional().meta({ description: 'The field of the request, as `prompt.user`.' }),
        line: z.int().optional().meta({ description: 'The line of the file, from 1.' }),
        record: z.int().optional().meta({ description: 'The record of the file; 0 is the header.' }),
        text: z.string().optional().meta({ description: 'The beginning of what stands there in the file.' }),
        column: z.string().optional(),
      }),
    )
    .optional(),
});

/** What callers send: shown as it may be sent, with everything optional that has a default. */
const INPUTS = {
  BudgetInput,
  BudgetChange,
  RunInput,
  RunChange,
  RetryInput,
  FinishNowInput,
  ApproveInput,
  DeclineInput,
};

/** What callers get. */
const OUTPUTS = {
  Dataset,
  DatasetRow,
  Run,
  RunItem,
  RunEvent,
  CostReport,
  FinishNowOffer,
  Budget,
  SavingsStatement,
  Health,
  Problem,
  BudgetPage: z.object({ data: z.array(Budget), nextAfter: z.null() }),
  DatasetPage: z.object({ data: z.array(Dataset), nextAfter }),
  DatasetRowPage: z.object({ data: z.array(DatasetRow), nextAfter }),
  RunPage: z.object({ data: z.array(Run), nextAfter }),
  RunItemPage: z.object({ data: z.array(RunItem), nextAfter }),
  RunEventPage: z.object({ data: z.array(RunEvent), nextAfter }),
};

export type SchemaName = keyof typeof INPUTS | keyof typeof OUTPUTS;

export type JsonSchema = Record<string, unknown>;

/** `components.schemas` of the document, each under its name, referring to each other. */
export function componentSchemas(): Record<string, JsonSchema> {
  return { ...jsonSchemasOf(INPUTS, 'input'), ...jsonSchemasOf(OUTPUTS, 'output') };
}

export function refTo(name: SchemaName): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The properties of a query, by name, as they are written in an address. */
export function querySchemas(query: z.ZodObject): Record<string, JsonSchema> {
  const { properties } = z.toJSONSchema(query, { io: 'input', override: withoutIntegerBounds });
  const schemas: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(properties ?? {})) {
    if (typeof schema === 'object') schemas[name] = { ...schema };
  }
  return schemas;
}

function jsonSchemasOf(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const made = z.toJSONSchema(registry, { io, uri, override: withoutIntegerBounds });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $schema: _dialect, $id: _address, ...schema }]) => [id, schema]),
  );
}

/** JavaScript's own limits of a whole number say nothing to a caller. */
function withoutIntegerBounds({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
