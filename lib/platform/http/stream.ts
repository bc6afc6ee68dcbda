import 'server-only';

/**
 * Answers with bytes as they come. The next piece is only made when the client has taken the last one, so memory stays
 * flat; a client that leaves ends the work. What goes wrong before the first piece is thrown, so that it can still be
 * answered as a problem; later the connection breaks off, and nobody takes half a file for a whole one.
 */
export async function streamResponse(
  request: Request,
  pieces: AsyncIterable<Uint8Array>,
  headers: Record<string, string>,
): Promise<Response> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const allHeaders = { 'cache-control': 'no-store', ...headers };
  // Of a body that nobody reads nobody says so: of HEAD, and of a client that left before the answer began.
  if (request.method === 'HEAD' || request.signal.aborted) {
    await iterator.return?.();
    return new Response(null, { headers: allHeaders });
  }
  request.signal.addEventListener('abort', () => void iterator.return?.().catch(() => undefined), { once: true });
  return new Response(streamOf(iterator, first), { headers: allHeaders });
}

/** Built by hand because Readable.toWeb crashes the process when the client disconnects at the wrong moment. */
function streamOf(iterator: AsyncIterator<Uint8Array>, first: IteratorResult<Uint8Array>): ReadableStream<Uint8Array> {
  let ready: IteratorResult<Uint8Array> | null = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = ready ?? (await iterator.next());
        ready = null;
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
