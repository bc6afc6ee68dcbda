import { outputSchema, packedSchema } from '#lib/templates/output-schema.ts';
import { Output, Parameters } from '#lib/templates/schema.ts';
import { longestOfRequest } from './packing.ts';

/**
 * What is the same in every request of a run, from its frozen columns, in the form a provider's driver is opened with; for
 * requests of one row each, or of several.
 */
export function requestShape(
  run: { model: string; output: unknown; parameters: unknown; price?: unknown },
  rowsPerRequest = 1,
) {
  const output = Output.parse(run.output);
  const parameters = Parameters.parse(run.parameters);
  const schema = rowsPerRequest > 1 ? packedSchema(output) : outputSchema(output);
  return {
    model: run.model,
    jsonSchema: schema && { name: schema.name, schema: schema.schema },
    ...parameters,
    maxOutputTokens: longestOfRequest(parameters.maxOutputTokens, rowsPerRequest, run.price),
  };
}
