import { Agent, type Dispatcher, type RequestInit as UndiciRequestInit, fetch as undiciFetch } from 'undici';
import { addLogFields } from '#lib/platform/log.ts';
import { lookupAllowed } from '#lib/providers/server/address-rule.ts';

/** Enough for any error body; the rest of a page-long one is not read. */
const ERROR_BODY_CHARS = 65_536;
const ACCEPTED_ENCODINGS = 'gzip, identity';

/**
 * The `fetch` given to the SDK. It never follows a redirect (the paid call would be sent twice, the key to a stranger),
 * never decodes anything but gzip (the Brotli decoder of Node before 24.22.1 is not safe from a hostile answer), gives
 * up on a body that sends nothing for `stallMs`, and does not pass through a framework's patched `fetch` and its cache.
 */
export function openFetch(stallMs: number): typeof fetch {
  const dispatcher = dispatcherFor(stallMs);
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('accept-encoding', ACCEPTED_ENCODINGS);
    const request = { ...init, headers: [...headers], redirect: 'manual', dispatcher } as UndiciRequestInit;
    addLogFields({ providerRequestId: undefined });
    const response = await undiciFetch(String(input), request);
    // What the provider's support asks for first.
    addLogFields({ providerRequestId: response.headers.get('x-request-id')?.slice(0, 200) });
    return (response.ok ? response : await shortened(response)) as unknown as Response;
  };
}

type UndiciResponse = Awaited<ReturnType<typeof undiciFetch>>;

/** The SDK reads the whole body of an error; this reads the beginning of it. */
async function shortened(response: UndiciResponse): Promise<Response> {
  const { text } = await readText(response.body, ERROR_BODY_CHARS).catch(() => ({ text: '' }));
  const headers = new Headers([...response.headers]);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  return new Response(text || null, { status: response.status, headers });
}

/** Reads a body as text, at most about `maxChars` of it. */
export async function readText(
  body: AsyncIterable<Uint8Array> | null,
  maxChars: number,
): Promise<{ text: string; isWhole: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxChars) return { text, isWhole: false };
  }
  return { text: text + decoder.decode(), isWhole: true };
}

const dispatchers = new Map<number, Dispatcher>();

/** One pool of connections a process: a provider is opened for every task. */
function dispatcherFor(stallMs: number): Dispatcher {
  const open = dispatchers.get(stallMs);
  if (open) return open;
  // Headers of an upload come after its last byte, those of an answer at once after the model's last word; the SDK's own
  // timeout is the shorter one everywhere.
  const agent = new Agent({
    bodyTimeout: stallMs,
    headersTimeout: 1_200_000,
    allowH2: false,
    connect: { lookup: lookupAllowed },
  });
  const dispatcher = agent.compose(refuseUnasked);
  dispatchers.set(stallMs, dispatcher);
  return dispatcher;
}

/** Stops before the first byte of an answer in an encoding that was not asked for reaches a decoder. */
function refuseUnasked(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) =>
    dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStarted: () => handler.onResponseStarted?.(),
      onResponseStart: (controller, status, headers, text) => {
        const encoding = String(headers['content-encoding'] ?? '').trim();
        if (!/^(|identity|gzip|x-gzip)$/i.test(encoding)) {
          throw new Error(`The answer is encoded as "${encoding.slice(0, 40)}", which was not asked for.`);
        }
        return handler.onResponseStart?.(controller, status, headers, text);
      },
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onBodySent: (...args) => handler.onBodySent?.(...args),
      onRequestSent: () => handler.onRequestSent?.(),
    });
}
