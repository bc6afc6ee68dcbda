import type { APIPromise } from 'openai';
import { readText } from '#lib/providers/server/http.ts';
import { parseJson, recordOf } from '#lib/providers/server/json.ts';
import { toProviderError, unavailable } from '#lib/providers/server/provider-errors.ts';

/** A page of 100 batches with their errors is far below this; a body above it is not the provider's. */
const MAX_JSON_CHARS = 32 * 1024 * 1024;

/**
 * Waits for an answer and reads it as one JSON object. The SDK would pass HTML, an empty body or a cut list on as if
 * they were answers: an HTML page in place of a list would look like a list without batches, and a batch be paid again.
 *
 * @throws ProviderError 'unavailable' with outcome 'unknown' for a 2xx that is not a JSON object
 */
export async function readJson(call: APIPromise<unknown>, apiKey: string): Promise<Readonly<Record<string, unknown>>> {
  const body = await call
    .asResponse()
    .then((response) => readText(response.body, MAX_JSON_CHARS))
    .catch((error: unknown) => {
      throw toProviderError(error, apiKey);
    });
  const answer = body.isWhole ? recordOf(parseJson(body.text)) : null;
  if (!answer)
    throw unavailable('The provider’s answer is not in its own format; something in between may have answered.');
  return answer;
}
