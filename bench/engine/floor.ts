import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI, { toFile } from 'openai';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { lineOf } from './work.ts';

/** The bare scripts: what the same work takes with nothing kept, nothing checked and nothing tried again. */
export type Provider = { url: string; apiKey: string };

const POLL_MS = 50;

export function openClient({ url, apiKey }: Provider): OpenAI {
  return new OpenAI({ baseURL: url, apiKey });
}

/** Renders, uploads and creates; returns the batch's id. */
export async function launchByFloor(client: OpenAI, rows: readonly string[][]): Promise<string> {
  let text = '';
  for (const [index, row] of rows.entries()) text += lineOf(index, row);
  const file = await client.files.create({ file: await toFile(Buffer.from(text), 'rows.jsonl'), purpose: 'batch' });
  const batch = await client.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  });
  return batch.id;
}

/** Launches, waits, downloads and parses; returns the labels by row. */
export async function settleByFloor(client: OpenAI, rows: readonly string[][]): Promise<Map<number, string>> {
  const batchId = await launchByFloor(client, rows);
  for (;;) {
    const batch = await client.batches.retrieve(batchId);
    if (batch.output_file_id) {
      const answers = await readAnswers(client, batch.output_file_id);
      return new Map(answers.map(({ row, label }) => [row, label]));
    }
    await sleep(POLL_MS);
  }
}

/** Downloads and parses an output file and copies it into a plain table. */
export async function ingestByFloor(client: OpenAI, fileId: string, database: pg.Client): Promise<void> {
  const answers = await readAnswers(client, fileId);
  let text = '';
  for (const { row, label, inputTokens, outputTokens } of answers)
    text += `${row}\t${label}\t${inputTokens}\t${outputTokens}\n`;
  const copy = database.query(copyFrom('copy floor_answer from stdin'));
  await new Promise<void>((resolve, reject) => {
    copy.on('finish', resolve).on('error', reject);
    copy.end(text);
  });
}

type Line = {
  custom_id: string;
  response: {
    body: {
      choices: [{ message: { content: string } }];
      usage: { prompt_tokens: number; completion_tokens: number };
    };
  };
};

async function readAnswers(client: OpenAI, fileId: string) {
  const content = await client.files.content(fileId);
  const lines = (await content.text()).trimEnd().split('\n');
  return lines.map((line) => {
    const { custom_id: key, response } = JSON.parse(line) as Line;
    const { choices, usage } = response.body;
    const { label } = JSON.parse(choices[0].message.content) as { label: string };
    const row = Number(key.slice(key.lastIndexOf('-') + 1));
    return { row, label, inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
  });
}
