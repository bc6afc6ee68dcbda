import { createHmac } from 'node:crypto';
import OpenAI from 'openai';
import { afterEach, expect, test, vi } from 'vitest';
import { readWebhook } from './webhook.ts';

/** Made with an implementation of its own, so that a mistake of ours cannot agree with itself. */
const VECTOR = {
  secret: 'whsec_YmF0Y2gtc2FuZGJveC1zZWNyZXQtMDAwMQ==',
  id: 'wh_691f0770c0de00010001',
  timestamp: '1763641204',
  body: '{"id":"evt_691f0770c0de00010001","object":"event","created_at":1763641204,"type":"batch.completed","data":{"id":"batch_691f02c08c1881909a5f0c2f7d3e4b61"}}',
  signature: 'v1,F35T8GwbUWwFFysXHGwFiLU61zLB6jXiiWOgF0JfCME=',
};
const SENT_MS = 1_763_641_204_000;
const EVENT = { id: VECTOR.id, type: 'batch.completed', providerBatchId: 'batch_691f02c08c1881909a5f0c2f7d3e4b61' };
const OTHER_SECRET = 'whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==';

type Delivery = { id?: string | null; timestamp?: string | null; signature?: string | null; body?: BodyInit };

/** The vector, with parts of it replaced; null leaves a header out. */
function deliver(changes: Delivery = {}): Request {
  const { id, timestamp, signature, body } = { ...VECTOR, ...changes };
  const headers = new Headers({ 'content-type': 'application/json' });
  const fields = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  for (const [name, value] of Object.entries(fields)) if (value !== null) headers.set(name, value);
  return new Request('http://localhost/api/webhooks/openai', { method: 'POST', headers, body });
}

function sign(body: string | Buffer, { secret = VECTOR.secret, id = VECTOR.id, timestamp = VECTOR.timestamp } = {}) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

const at = { secrets: [VECTOR.secret], nowMs: SENT_MS };

afterEach(() => {
  vi.useRealTimers();
});

test('the test vector is accepted, and says which batch to look at', async () => {
  expect(sign(VECTOR.body)).toBe(VECTOR.signature);
  expect(await readWebhook(deliver(), at)).toEqual(EVENT);
});

const refusals: [name: string, changes: Delivery, words: string][] = [
  ['no id', { id: null }, 'webhook-id is missing'],
  ['an empty id', { id: '' }, 'webhook-id is missing'],
  ['an empty id, signed as if there were none', { id: '', signature: signWithoutId() }, 'webhook-id is missing'],
  ['two ids', { id: `${VECTOR.id}, ${VECTOR.id}` }, 'webhook-id is longer'],
  ['an id of 256 characters', { id: 'x'.repeat(256) }, 'webhook-id is longer'],
  ['another id', { id: 'wh_691f0770c0de00010002' }, 'signature is not'],
  ['no timestamp', { timestamp: null }, 'webhook-timestamp is missing'],
  ['another timestamp', { timestamp: '1763641205' }, 'signature is not'],
  ['no signature', { signature: null }, 'webhook-signature is missing'],
  ['an empty signature', { signature: '' }, 'webhook-signature is missing'],
  ['a wrong signature', { signature: `v1,${Buffer.alloc(32, 7).toString('base64')}` }, 'signature is not'],
  ['half the signature', { signature: VECTOR.signature.slice(0, 25) }, 'signature is not'],
  ['the signature without its last character', { signature: VECTOR.signature.slice(0, -1) }, 'signature is not'],
  ['a longer signature', { signature: `${VECTOR.signature}A` }, 'signature is not'],
  ['the signature without its version', { signature: VECTOR.signature.slice(3) }, 'signature is not'],
  ['the signature under another version', { signature: VECTOR.signature.replace('v1', 'v2') }, 'signature is not'],
  ['the version alone', { signature: 'v1,' }, 'signature is not'],
  ['the signature of another secret', { signature: sign(VECTOR.body, { secret: OTHER_SECRET }) }, 'signature is not'],
  ['the signature of an empty key', { signature: sign(VECTOR.body, { secret: 'whsec_' }) }, 'signature is not'],
  ['the signature of an empty body', { signature: sign('') }, 'signature is not'],
  ['a body changed by one byte', { body: VECTOR.body.replace('4b61', '4b62') }, 'signature is not'],
  ['a body with a byte more', { body: `${VECTOR.body}\n` }, 'signature is not'],
  ['a body behind a byte order mark', { body: `\ufeff${VECTOR.body}` }, 'signature is not'],
  ['a body written anew', { body: JSON.stringify(JSON.parse(VECTOR.body), null, 1) }, 'signature is not'],
  ['no body', { body: '' }, 'signature is not'],
];

test.each(refusals)('%s is refused', async (_name, changes, words) => {
  await expect(readWebhook(deliver(changes), at)).rejects.toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining(words),
  });
});

function signWithoutId(): string {
  const key = Buffer.from(VECTOR.secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${VECTOR.timestamp}.${VECTOR.body}`).digest('base64')}`;
}

test.each([
  'NaN',
  '-1763641204',
  '+1763641204',
  '1763641204.0',
  '1763641204abc',
  '1.763641204e9',
  '0x691f0774',
  '',
  ' ',
])('the signed timestamp "%s" is refused', async (timestamp) => {
  const signature = sign(VECTOR.body, { timestamp });
  await expect(readWebhook(deliver({ timestamp, signature }), at)).rejects.toMatchObject({ code: 'bad_request' });
});

test('a signed timestamp in milliseconds is refused, whatever the clock says', async () => {
  const timestamp = String(SENT_MS);
  const delivery = () => deliver({ timestamp, signature: sign(VECTOR.body, { timestamp }) });
  for (const nowMs of [SENT_MS, SENT_MS * 1000]) {
    await expect(readWebhook(delivery(), { ...at, nowMs })).rejects.toThrow('seconds since 1970');
  }
});

test('an event may be 300 s old or ahead, not 301 s', async () => {
  for (const seconds of [-300, 300]) {
    expect(await readWebhook(deliver(), { ...at, nowMs: SENT_MS + seconds * 1000 })).toEqual(EVENT);
  }
  for (const seconds of [-301, 301, 360, 72 * 3600]) {
    const late = readWebhook(deliver(), { ...at, nowMs: SENT_MS + seconds * 1000 });
    await expect(late).rejects.toThrow('more than 300 s');
  }
});

test('one right signature among several is enough, wherever it stands', async () => {
  const wrong = sign(VECTOR.body, { secret: OTHER_SECRET });
  for (const parts of [
    [VECTOR.signature, wrong],
    [wrong, VECTOR.signature],
    ['v1a,xyz', wrong, '', VECTOR.signature, 'v1,'],
    [...Array.from({ length: 200 }, () => wrong), VECTOR.signature],
  ]) {
    expect(await readWebhook(deliver({ signature: parts.join(' ') }), at)).toEqual(EVENT);
  }
  const allWrong = deliver({ signature: [wrong, 'v2,x', wrong].join(' ') });
  await expect(readWebhook(allWrong, at)).rejects.toThrow('signature is not');
});

test('while a secret is replaced, the old one and the new one are right, and no third', async () => {
  const signature = sign(VECTOR.body, { secret: OTHER_SECRET });
  for (const secrets of [
    [VECTOR.secret, OTHER_SECRET],
    [OTHER_SECRET, VECTOR.secret],
  ]) {
    expect(await readWebhook(deliver(), { ...at, secrets })).toEqual(EVENT);
    expect(await readWebhook(deliver({ signature }), { ...at, secrets })).toEqual(EVENT);
    const third = deliver({ signature: sign(VECTOR.body, { secret: 'whsec_dGhpcmQ=' }) });
    await expect(readWebhook(third, { ...at, secrets })).rejects.toThrow('signature is not');
  }
});

test('without a secret nothing is right, not even what an empty key signed', async () => {
  for (const changes of [{}, { signature: sign(VECTOR.body, { secret: 'whsec_' }) }]) {
    const off = readWebhook(deliver(changes), { ...at, secrets: [] });
    await expect(off).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('Webhooks are off'),
    });
  }
});

test('a signed body of 64 KB is read, one byte more is not', async () => {
  const padded = (sizeBytes: number) => VECTOR.body + ' '.repeat(sizeBytes - VECTOR.body.length);
  const delivery = (body: string) => deliver({ body, signature: sign(body) });
  expect(await readWebhook(delivery(padded(64 * 1024)), at)).toEqual(EVENT);
  await expect(readWebhook(delivery(padded(64 * 1024 + 1)), at)).rejects.toMatchObject({ code: 'too_large' });
});

test('a body that stops coming is given up', async () => {
  const request = deliver();
  const stalls = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(VECTOR.body)) });
  const streamed: RequestInit & { duplex: 'half' } = { body: stalls, duplex: 'half' };
  const slow = new Request(request.url, { method: 'POST', headers: request.headers, ...streamed });
  await expect(readWebhook(slow, { ...at, withinMs: 30 })).rejects.toThrow('did not arrive within');
});

test('bytes that are not UTF-8 are verified as they came, and refused when nobody can read them', async () => {
  const bytes = Buffer.concat([Buffer.from(VECTOR.body), Buffer.from([0xff])]);
  const replaced = Buffer.from(bytes.toString());
  await expect(readWebhook(deliver({ body: bytes, signature: sign(replaced) }), at)).rejects.toThrow(
    'signature is not',
  );
  await expect(readWebhook(deliver({ body: bytes, signature: sign(bytes) }), at)).rejects.toThrow('no event');
});

test.each(['', 'null', '[]', '"batch.completed"', '{"type":', '{"data":{"id":"batch_1"}}', '{"type":7,"data":{}}'])(
  'the signed body %s is no event',
  async (body) => {
    await expect(readWebhook(deliver({ body, signature: sign(body) }), at)).rejects.toThrow('no event');
  },
);

test.each([
  ['response.completed', { id: 'resp_1' }],
  ['batch.completed', {}],
  ['batch.completed', { id: 7 }],
  ['batch.completed', { id: 'batch_\u0000' }],
  ['batch.completed', null],
])('an event %s with data %j is the provider’s, and about no batch', async (type, data) => {
  const body = JSON.stringify({ type, data });
  const event = await readWebhook(deliver({ body, signature: sign(body) }), at);
  expect(event).toEqual({ id: VECTOR.id, type, providerBatchId: null });
});

test('the provider’s own library and this agree on 500 deliveries, most of them damaged', async () => {
  vi.useFakeTimers({ now: SENT_MS, toFake: ['Date'] });
  const client = new OpenAI({ apiKey: 'none', webhookSecret: VECTOR.secret });
  let accepted = 0;
  for (let seed = 0; seed < 500; seed++) {
    const delivery = damaged(seed);
    const { headers } = deliver(delivery);
    const theirs = await client.webhooks.verifySignature(String(delivery.body), headers).then(
      () => true,
      () => false,
    );
    const ours = await readWebhook(deliver(delivery), at).then(
      () => true,
      () => false,
    );
    expect(ours, JSON.stringify(delivery)).toBe(theirs);
    if (ours) accepted++;
  }
  expect(accepted).toBeGreaterThan(50);
  expect(accepted).toBeLessThan(450);
});

/** The vector with one character of one part replaced, or, every fourth time, whole beside another signature. */
function damaged(seed: number): Delivery {
  const { id, timestamp, signature, body } = VECTOR;
  const parts = { id, timestamp, signature, body };
  const name = (['id', 'timestamp', 'signature', 'body'] as const)[seed % 4] ?? 'id';
  if (seed % 16 < 4) return { ...parts, signature: `v1,${btoa(`wrong ${seed}`)} ${signature}` };
  const place = (seed * 37) % parts[name].length;
  const other = parts[name][place] === '7' ? '8' : '7';
  return { ...parts, [name]: parts[name].slice(0, place) + other + parts[name].slice(place + 1) };
}
