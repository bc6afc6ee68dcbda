import 'server-only';

/** Each thing as a line of JSON, for an answer that goes on for a while. */
export async function* jsonLines(things: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const thing of things) yield Buffer.from(`${JSON.stringify(thing)}\n`);
}

/** A JSON answer that no cache keeps: everything here belongs to one workspace. */
export function json(data: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(data), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}
