import { outputSchema } from '#lib/templates/output-schema.ts';
import { Output, Parameters } from '#lib/templates/schema.ts';

/** What is the same in every request of a run, from its frozen columns, in the form a provider's driver is opened with. */
export function requestShape(run: { model: string; output: unknown; parameters: unknown }) {
  const schema = outputSchema(Output.parse(run.output));
  return {
    model: run.model,
    jsonSchema: schema && { name: schema.name, schema: schema.schema },
    ...Parameters.parse(run.parameters),
  };
}
