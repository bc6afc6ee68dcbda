import { ApiError } from './api-error.ts';
import { isObject, type JsonObject } from './json.ts';

/** The request's JSON object. Throws ApiError 400 when the body is anything else. */
export async function readJsonBody(request: Request): Promise<JsonObject> {
  try {
    const body: unknown = JSON.parse(await request.text());
    if (isObject(body)) return body;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ApiError(
    400,
    'We could not parse the JSON body of your request. (HINT: This likely means you aren’t using your HTTP library correctly. The API expects a JSON payload, but what was sent was not valid JSON.)',
  );
}
