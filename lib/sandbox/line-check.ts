import type { Endpoint } from './answer.ts';
import type { LineError } from './batch-record.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Model } from './models.ts';

/** Gathers what must hold across the lines of one file: ids are unique, the model is one. */
export class LineChecker {
  readonly #endpoint: Endpoint;
  readonly #models: ReadonlyMap<string, Model>;
  readonly #seen = new Set<string>();
  modelName: string | null = null;

  constructor(endpoint: Endpoint, models: ReadonlyMap<string, Model>) {
    this.#endpoint = endpoint;
    this.#models = models;
  }

  /** The first thing wrong with a line, or its request body. */
  check(text: string, number: number): LineError | { body: JsonObject } {
    const request = parseObject(text);
    if (!request) return error('invalid_json_line', null, number, 'This line is not parseable as valid JSON.');
    const wrong = this.#checkEnvelope(request, number);
    if (wrong) return wrong;
    const body = request.body;
    if (!isObject(body)) return missing('body', number);
    return this.#checkBody(body, number) ?? { body };
  }

  #checkEnvelope(request: JsonObject, number: number): LineError | null {
    const { custom_id: customId, method, url } = request;
    if (typeof customId !== 'string' || customId === '') return missing('custom_id', number);
    if (this.#seen.has(customId)) {
      const message = `The custom_id '${customId}' for this request is a duplicate of another request. The custom_id parameter must be unique for each request in a batch.`;
      return error('duplicate_custom_id', 'custom_id', number, message);
    }
    this.#seen.add(customId);
    if (method === undefined || method === null) return missing('method', number);
    if (method !== 'POST')
      return error(
        'invalid_method',
        'method',
        number,
        `Invalid method: '${String(method)}'. The only supported method is 'POST'.`,
      );
    if (url === undefined || url === null) return missing('url', number);
    if (url === this.#endpoint) return null;
    return error('invalid_url', 'url', number, 'The URL provided for this request does not match the batch endpoint.');
  }

  #checkBody(body: JsonObject, number: number): LineError | null {
    const name = body.model;
    if (typeof name !== 'string' || name === '')
      return error('invalid_request', 'body.model', number, 'Model parameter is required.');
    const model = this.#models.get(name);
    const fits = model && (model.kind === 'embedding') === (this.#endpoint === '/v1/embeddings');
    if (!fits)
      return error(
        'model_not_found',
        'body.model',
        number,
        `The provided model '${name}' is not supported by the Batch API.`,
      );
    this.modelName ??= name;
    if (name !== this.modelName) {
      const message = `The model '${name}' for this request does not match the rest of the batch. Each batch must contain requests for a single model.`;
      return error('mismatched_model', 'body.model', number, message);
    }
    if (body.stream === true) {
      const what = this.#endpoint === '/v1/chat/completions' ? 'Chat Completions' : 'Responses';
      return error(
        'streaming_unsupported',
        'body.stream',
        number,
        `${what}: Streaming is not supported in the Batch API.`,
      );
    }
    return this.#checkInput(body, number);
  }

  #checkInput(body: JsonObject, number: number): LineError | null {
    if (this.#endpoint === '/v1/chat/completions') {
      return Array.isArray(body.messages)
        ? null
        : error('invalid_request', 'body.messages', number, 'Messages parameter is required.');
    }
    const hasInput = typeof body.input === 'string' || Array.isArray(body.input);
    return hasInput ? null : error('invalid_request', 'body.input', number, 'Input parameter is required.');
  }
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function missing(param: string, line: number): LineError {
  return error('missing_required_parameter', param, line, `Missing required parameter: '${param}'.`);
}

function error(code: string, param: string | null, line: number | null, message: string): LineError {
  return { code, line, message, param };
}
