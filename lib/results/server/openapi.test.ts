import fs from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Dataset } from '#lib/datasets/schema.ts';
import { Run, RunInput } from '#lib/runs/schema.ts';
import { openApiDocument } from './openapi.ts';
import { API_CALLS, PARAMETER_WORDS } from './openapi-calls.ts';
import { EXAMPLE_DATASET, EXAMPLE_RUN, EXAMPLE_RUN_INPUT } from './openapi-examples.ts';

const document = openApiDocument('http://localhost:3000');

/** `get /api/v1/runs/{id}` for every handler that a route file exports. */
function routesUnder(folder: string): string[] {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts'));
  return files.flatMap((file) => {
    const address = path
      .join(path.relative('app', folder), path.dirname(file))
      .split(path.sep)
      .join('/')
      .replace(/\[\w+\]/g, '{id}');
    // The catch-all answers what is no call at all.
    if (address.includes('[[')) return [];
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    const methods = [...text.matchAll(/export (?:const|async function|function) ([A-Z]+)\b/g)].map(([, name]) => name);
    expect(methods.length, `${file} exports a handler`).toBeGreaterThan(0);
    return methods.map((method) => `${method?.toLowerCase()} /${address}`);
  });
}

test('every call that exists is in the document, and nothing else', () => {
  const documented = API_CALLS.map((call) => `${call.method} ${call.path}`);
  const routes = [...routesUnder('app/api'), ...routesUnder('app/metrics')];
  // What the pages alone ask for, with a session.
  const own = routes.filter((route) => /^\w+ \/api\/(runs|drafts|uploads)\b/.test(route));
  expect(documented.sort()).toEqual(routes.filter((route) => !own.includes(route)).sort());
});

test('every operation has its own name, and every parameter says what it means', () => {
  const ids = API_CALLS.map((call) => call.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const call of API_CALLS) {
    for (const name of Object.keys(call.query?.shape ?? {})) expect(PARAMETER_WORDS[name], name).toBeTruthy();
  }
});

test('every reference leads somewhere', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, reference]) => reference ?? '');
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) {
    const target = reference.split('/').reduce<unknown>((part, key) => Object(part)[key], document);
    expect(target, reference).toBeTypeOf('object');
  }
});

test('the examples are what the schemas of the document and of the code accept', () => {
  const { schemas } = z
    .object({ components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }) })
    .parse(document).components;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'document', components: { schemas } });
  const accepts = (name: string, value: unknown) =>
    ajv.compile({ $ref: `document#/components/schemas/${name}` })(value);
  expect(accepts('RunInput', EXAMPLE_RUN_INPUT) && RunInput.safeParse(EXAMPLE_RUN_INPUT).success).toBe(true);
  expect(accepts('Run', EXAMPLE_RUN) && Run.safeParse(EXAMPLE_RUN).success).toBe(true);
  expect(accepts('Dataset', EXAMPLE_DATASET) && Dataset.safeParse(EXAMPLE_DATASET).success).toBe(true);
  expect(accepts('RunPage', { data: [EXAMPLE_RUN], nextAfter: null })).toBe(true);
  expect(accepts('RunInput', { ...EXAMPLE_RUN_INPUT, datasetId: undefined })).toBe(false);
  expect(accepts('RunInput', { ...EXAMPLE_RUN_INPUT, batch: { maxRequests: 51_000 } })).toBe(false);
  expect(accepts('Run', { ...EXAMPLE_RUN, status: 'done' })).toBe(false);
});
