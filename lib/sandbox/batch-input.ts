import { ENDPOINTS, type Endpoint } from './answer.ts';
import { ApiError, invalidType, invalidValue, missingParameter } from './api-error.ts';
import { checkExpiry, THIRTY_DAYS_SECONDS } from './file-calls.ts';
import { isObject, type JsonObject, jsonTypeName } from './json.ts';

export type BatchInput = {
  inputFileId: string;
  endpoint: Endpoint;
  metadata: Record<string, string> | null;
  outputExpiresSeconds: number;
};

/** Reads the body of `POST /batches`. Throws ApiError 400 for the first thing wrong with it. */
export function parseBatchInput(body: JsonObject): BatchInput {
  const inputFileId = requiredString(body, 'input_file_id');
  const endpoint = requiredString(body, 'endpoint');
  const window = requiredString(body, 'completion_window');
  const known = ENDPOINTS.find((one) => one === endpoint);
  if (!known) throw invalidValue('endpoint', endpoint, ENDPOINTS);
  if (window !== '24h') throw invalidValue('completion_window', window, ['24h']);
  return {
    inputFileId,
    endpoint: known,
    metadata: parseMetadata(body.metadata),
    outputExpiresSeconds: outputExpiry(body),
  };
}

function requiredString(body: JsonObject, param: string): string {
  const value = body[param];
  if (value === undefined || value === null) throw missingParameter(param);
  if (typeof value !== 'string') throw invalidType(param, 'a string', jsonTypeName(value));
  return value;
}

function outputExpiry(body: JsonObject): number {
  const setting = body.output_expires_after;
  if (setting === undefined || setting === null) return THIRTY_DAYS_SECONDS;
  if (!isObject(setting)) throw invalidType('output_expires_after', 'an object', jsonTypeName(setting));
  return checkExpiry('output_expires_after', setting.anchor, setting.seconds);
}

function parseMetadata(value: unknown): Record<string, string> | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw invalidType('metadata', 'an object', jsonTypeName(value));
  const entries = Object.entries(value);
  if (entries.length > 16) throw tooLong('metadata', `an object with at most 16 properties, but got ${entries.length}`);
  return Object.fromEntries(entries.map(([key, text]) => [key, metadataValue(key, text)]));
}

function metadataValue(key: string, value: unknown): string {
  const param = `metadata.${key}`;
  if (typeof value !== 'string') throw invalidType(param, 'a string', jsonTypeName(value));
  if (key.length > 64) throw tooLong('metadata', `keys of at most 64 characters, but got one of ${key.length}`);
  if (value.length > 512)
    throw tooLong(param, `a string with maximum length 512, but got one of length ${value.length}`);
  return value;
}

function tooLong(param: string, words: string): ApiError {
  return new ApiError(400, `Invalid '${param}': expected ${words}.`, { param, code: 'invalid_value' });
}
