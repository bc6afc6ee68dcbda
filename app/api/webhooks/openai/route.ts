import { onlyAnswers } from '#lib/platform/http/only-answers.ts';
import { problemResponse } from '#lib/platform/http/problem.ts';
import { readWebhook } from '#lib/providers/server/webhook.ts';
import { receiveWebhook } from '#lib/runs/server/receive-webhook.ts';

/** Anybody may call this: the signature says who did, so there is no session, token or origin to check. */
export async function POST(request: Request): Promise<Response> {
  try {
    await receiveWebhook(await readWebhook(request));
    return new Response(null, { status: 204 });
  } catch (error) {
    const response = problemResponse(error, 'POST /api/webhooks/openai');
    // A sender who is refused half way may not go on sending over an open connection.
    response.headers.set('connection', 'close');
    return response;
  }
}

export const { DELETE, GET, OPTIONS, PATCH, PUT } = onlyAnswers('POST');
