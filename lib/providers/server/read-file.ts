import type OpenAI from 'openai';
import { readJson } from '#lib/providers/server/call.ts';
import { countOf } from '#lib/providers/server/json.ts';
import { toProviderError, unavailable } from '#lib/providers/server/provider-errors.ts';

/** Where the provider does not say how long a file is, something must stop one that never ends. */
const MAX_UNDECLARED_BYTES = 8 * 1024 ** 3;

/**
 * The bytes of a file, checked against the length the provider says it holds. A body that stalls, breaks off, runs
 * over or falls short throws 'unavailable': what was read so far is not the file, read it again from the start.
 */
export async function* readFile(client: OpenAI, fileId: string, apiKey: string): AsyncGenerator<Uint8Array> {
  const file = await readJson(client.files.retrieve(fileId), apiKey);
  // 0 and null are what gateways say that do not know.
  const declared = countOf(file.bytes) || null;
  let received = 0;
  try {
    const { body } = await client.files.content(fileId).asResponse();
    for await (const chunk of body ?? []) {
      received += chunk.byteLength;
      if (received > (declared ?? MAX_UNDECLARED_BYTES)) break;
      yield chunk;
    }
  } catch (error) {
    throw toProviderError(error, apiKey);
  }
  if (declared !== null && received !== declared) {
    const what = received > declared ? `more than ${declared}` : `${received} of ${declared}`;
    throw unavailable(`The provider sent ${what} bytes of a result file. It is read again.`);
  }
  if (received > MAX_UNDECLARED_BYTES) throw unavailable('A result file of the provider does not end.');
}
