import 'server-only';
import { VERSION } from '#lib/platform/version.ts';
import { API_CALLS, type ApiCall, PARAMETER_WORDS } from './openapi-calls.ts';
import { componentSchemas, type JsonSchema, querySchemas, refTo } from './openapi-schemas.ts';

/** Statuses every call with a token may answer. */
const ALWAYS = [401, 403, 500, 503] as const;

const PROBLEM_WORDS: Record<number, string> = {
  400: 'The request could not be read.',
  401: 'The token is missing or not known.',
  403: 'The token’s role may not do this.',
  404: 'There is no such thing in this workspace.',
  409: 'Not possible in the state it is in; `detail` says why.',
  413: 'The body is too large.',
  415: 'The body is of another type than this call takes.',
  422: 'Something in the request is not valid; `errors` says what and where.',
  500: 'Something went wrong on our side.',
  503: 'Try again in a moment.',
};

/** The HTTP API as an OpenAPI 3.1 document, made of the schemas that check every request. */
export function openApiDocument(baseUrl: string): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const call of API_CALLS) paths[call.path] = { ...paths[call.path], [call.method]: operationOf(call) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rowmill',
      version: VERSION,
      description: 'Turns every row of a sheet into an answer from a language model, at half the price.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: baseUrl }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token from Settings.' } },
      responses: Object.fromEntries(
        Object.keys(PROBLEM_WORDS).map((status) => [nameOf(Number(status)), problemOf(Number(status))]),
      ),
    },
  };
}

function operationOf(call: ApiCall): Record<string, unknown> {
  const parameters = parametersOf(call);
  const statuses = call.isPublic ? call.problems : [...new Set([...call.problems, ...ALWAYS])].sort();
  return {
    operationId: call.operationId,
    tags: [call.tag],
    summary: call.summary,
    ...(call.description && { description: call.description }),
    ...(call.isPublic && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(call.body && { requestBody: { required: !call.body.isOptional, content: contentOf([call.body]) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(call.answers).map(([status, { description, bodies }]) => [
          status,
          { description, ...(bodies && { content: contentOf(bodies) }) },
        ]),
      ),
      ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }])),
    },
  };
}

function parametersOf(call: ApiCall): Record<string, unknown>[] {
  const inPath = [...call.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }));
  const inQuery = Object.entries(call.query ? querySchemas(call.query) : {}).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false, description: PARAMETER_WORDS[name] ?? '', schema },
  }));
  const inHeaders = Object.entries(call.headers ?? {}).map(([name, description]) => ({
    ...{ name, in: 'header', required: call.areHeadersRequired ?? false },
    ...{ description, schema: { type: 'string', maxLength: 255 } },
  }));
  return [...inPath, ...inQuery, ...inHeaders];
}

function contentOf(bodies: NonNullable<ApiCall['answers'][number]['bodies']>): Record<string, unknown> {
  return Object.fromEntries(
    bodies.map(({ type, schema, example }) => [
      type,
      {
        schema: schema ? refTo(schema) : { type: type === 'application/json' ? 'object' : 'string' },
        ...(example !== undefined && { example }),
      },
    ]),
  );
}

function problemOf(status: number): Record<string, unknown> {
  return {
    description: PROBLEM_WORDS[status],
    content: { 'application/problem+json': { schema: refTo('Problem') } },
  };
}

function nameOf(status: number): string {
  return `Problem${status}`;
}
