/** The provider's two ways to ask for text. */
export const ENDPOINTS = ['/v1/chat/completions', '/v1/responses'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/**
 * Which of the two a connection takes. GPT-5 and later and the o-series answer batches through `/v1/responses` at OpenAI
 * (some of them only there); everywhere else chat completions is what everybody speaks.
 */
export function endpointFor(
  connection: { kind: 'sandbox' | 'openai'; baseUrl: string | null },
  model: string,
): Endpoint {
  const speaksResponses = connection.kind === 'sandbox' || isOpenAiHost(connection.baseUrl);
  return speaksResponses && isResponsesModel(model) ? '/v1/responses' : '/v1/chat/completions';
}

/** Whether requests can be sent by the flex tier, at the price of a batch: elsewhere the word means something else, or nothing. */
export function offersFlex(connection: { kind: 'sandbox' | 'openai'; baseUrl: string | null }): boolean {
  return connection.kind === 'sandbox' || isOpenAiHost(connection.baseUrl);
}

/** Reasoning models refuse a request that sets a temperature. */
export function dropsTemperature(model: string): boolean {
  return isResponsesModel(model) && !/^gpt-[\d.]+-chat/.test(bareName(model));
}

/** Older chat models refuse a request that names an effort; unknown models are taken at the person's word. */
export function takesEffort(model: string): boolean {
  return !/^(chatgpt-|gpt-3|gpt-4)/.test(bareName(model));
}

function isResponsesModel(model: string): boolean {
  const name = bareName(model);
  const generation = /^gpt-(\d+)/.exec(name)?.[1];
  return /^o\d/.test(name) || (generation !== undefined && Number(generation) >= 5);
}

/** `openai/gpt-5-mini` and `ft:gpt-4o-mini:team::id` are named after the model they are. */
function bareName(model: string): string {
  return model
    .toLowerCase()
    .replace(/^ft:/, '')
    .replace(/^openai\//, '');
}

function isOpenAiHost(baseUrl: string | null): boolean {
  if (baseUrl === null) return true;
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com');
}
