import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Sandbox } from './sandbox.ts';
import { fromWebStream, toWebStream } from './web-streams.ts';

export type ServedSandbox = {
  /** Base URL for a client, such as `http://127.0.0.1:41234/v1`. */
  url: string;
  close(): Promise<void>;
};

/** Serves a sandbox over HTTP on the loopback address; port 0 takes a free one. Bodies stream in both directions. */
export async function serveSandbox(
  sandbox: Pick<Sandbox, 'handle'>,
  { port }: { port: number },
): Promise<ServedSandbox> {
  const server = createServer((incoming, outgoing) => {
    answer(sandbox, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${listening}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  sandbox: Pick<Sandbox, 'handle'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const response = await sandbox.handle(requestFrom(incoming, gone.signal));
  if (response.type === 'error') {
    // The socket itself: a request that was read to its end no longer takes its connection along when it is destroyed.
    incoming.socket.destroy();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  if (response.body) await pipeline(fromWebStream(response.body), outgoing);
  else outgoing.end();
  incoming.resume();
}

function requestFrom(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, String(value));
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const method = incoming.method ?? 'GET';
  // `duplex` is required for a streamed body and missing from the browser's type.
  const streamed: RequestInit & { duplex: 'half' } = { body: hasBody ? toWebStream(incoming) : null, duplex: 'half' };
  const url = `http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`;
  return new Request(url, { method, headers, signal, ...streamed });
}
