import type { Completion } from './answer.ts';
import type { JsonObject } from './json.ts';

/** The body of a chat completion, fields in the provider's order. */
export function chatBody(completion: Completion): JsonObject {
  const { inputTokens, outputTokens, reasoningTokens } = completion;
  return {
    id: `chatcmpl-${completion.id}`,
    object: 'chat.completion',
    created: completion.createdAt,
    model: completion.model.snapshot,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: completion.text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: completion.isCutOff ? 'length' : 'stop',
      },
    ],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: reasoningTokens,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    service_tier: 'default',
    system_fingerprint: 'fp_5a4db0c5e1',
  };
}
