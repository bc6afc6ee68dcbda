import fs from 'node:fs';
import Papa from 'papaparse';
import { RunInput } from '#lib/runs/schema.ts';

/** What both sides are asked to do: to sort support messages by topic. */
const LABELS = ['card', 'payment', 'transfer', 'account', 'refund', 'fee', 'identity', 'other'];
const MODEL = 'gpt-4o-mini';
const SYSTEM = 'You sort messages to a bank by topic. Answer with the one label that fits best.';

export function runInput(datasetId: string, rowCount: number): RunInput {
  return RunInput.parse({
    datasetId,
    model: MODEL,
    connection: 'sandbox',
    prompt: { system: SYSTEM, user: 'From {{customer}} by {{channel}}:\n{{message}}' },
    output: { kind: 'label', labels: LABELS },
    rows: { limit: rowCount },
    launch: true,
  });
}

const schema = JSON.stringify({
  type: 'object',
  additionalProperties: false,
  required: ['label'],
  properties: { label: { type: 'string', enum: LABELS } },
});

/** The same request as a template string: the least it takes to write a line of an input file. */
export function lineOf(index: number, row: readonly string[]): string {
  const user = JSON.stringify(`From ${row[2]} by ${row[3]}:\n${row[1]}`);
  return `{"custom_id":"row-${index}","method":"POST","url":"/v1/chat/completions","body":{"model":"${MODEL}","response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":${schema}}},"messages":[{"role":"system","content":"${SYSTEM}"},{"role":"user","content":${user}}]}}\n`;
}

export function readRows(file: string, rowCount: number): string[][] {
  const { data } = Papa.parse<string[]>(fs.readFileSync(file, 'utf8'), { skipEmptyLines: true });
  return data.slice(1, rowCount + 1);
}
