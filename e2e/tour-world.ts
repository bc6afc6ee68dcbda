import fs from 'node:fs';
import path from 'node:path';

/** What the pictures show: ids of things that were made before the first picture. */
export type TourWorld = {
  datasetId: string;
  doneRunId: string;
  failedRunId: string;
  templateAddress: string;
  cookies: string;
};

export const WORLD_FILE = path.join('test-results', 'tour-world.json');

export function readWorld(): TourWorld {
  return JSON.parse(fs.readFileSync(WORLD_FILE, 'utf8'));
}

const TOPICS = ['broken_on_arrival', 'where_is_my_order', 'wants_refund', 'praise', 'invoice_question'] as const;
const WORDS: Record<(typeof TOPICS)[number], string> = {
  broken_on_arrival: 'The lamp arrived with a crack in the glass, it was broken in the box already.',
  where_is_my_order: 'Where is my order? It was to arrive on Monday and the tracking has not moved since.',
  wants_refund: 'I sent the shoes back two weeks ago and my refund has still not arrived.',
  praise: 'Just wanted to say thank you, your colleague on the phone was wonderful.',
  invoice_question: 'The invoice shows a tax number that is not ours, could you correct the invoice?',
};

/** Made-up letters to a shop, always the same, with the topic a person gave each. */
export function tourSheet(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const topic = TOPICS[(index * 7 + (index >> 3)) % TOPICS.length] ?? 'praise';
    const customer = `C-${String(48_000 + index * 13)}`;
    return `${customer},2026-10-${String(1 + (index % 28)).padStart(2, '0')},"${WORDS[topic]} Customer ${customer}.",${topic}`;
  });
  return `customer,received,letter,topic\r\n${lines.join('\r\n')}\r\n`;
}

/** Calls this Rowmill's HTTP API as its owner. */
export async function callApi<T>(address: string, body: unknown, contentType = 'application/json'): Promise<T> {
  const response = await fetch(`${process.env.E2E_BASE_URL}/api/v1${address}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.E2E_API_TOKEN}`, 'content-type': contentType },
    body: contentType === 'application/json' ? JSON.stringify(body) : String(body),
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** A run over the letters; `maxAttempts` 1 leaves what the simulated provider fails as failed. */
export function launchLetters(datasetId: string, name: string, extra: object = {}): Promise<{ id: string }> {
  return callApi('/runs', {
    datasetId,
    name,
    model: 'gpt-4o-mini',
    prompt: {
      system: 'You sort letters that customers write to a shop.',
      user: 'Which topic is this letter about?\n\n{{letter}}',
    },
    output: { kind: 'label', labels: TOPICS },
    goldColumn: 'topic',
    launch: true,
    ...extra,
  });
}
