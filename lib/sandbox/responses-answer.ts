import type { Completion } from './answer.ts';
import type { JsonObject } from './json.ts';

/** The body of a response; a thinking model's `reasoning` item stands before its message, and is all there is when the limit left no room. */
export function responseBody(completion: Completion, request: JsonObject): JsonObject {
  const { id, inputTokens, outputTokens, reasoningTokens, isCutOff, text } = completion;
  const status = isCutOff ? 'incomplete' : 'completed';
  const output: JsonObject[] = [];
  if (completion.model.kind === 'reasoning') output.push({ id: `rs_${id}`, type: 'reasoning', summary: [] });
  if (text !== '' || !isCutOff) {
    const content = [{ type: 'output_text', annotations: [], logprobs: [], text }];
    output.push({ id: `msg_${id}`, type: 'message', status, role: 'assistant', content });
  }
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: completion.createdAt,
    status,
    error: null,
    incomplete_details: isCutOff ? { reason: 'max_output_tokens' } : null,
    max_output_tokens: completion.prompt.maxOutputTokens,
    model: completion.model.snapshot,
    output,
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: reasoningTokens },
      total_tokens: inputTokens + outputTokens,
    },
    metadata: request.metadata ?? {},
  };
}
