// The web process: the built pages and the HTTP API on HOST and PORT.
import { createServer } from 'node:http';
import next from 'next';
import { isReadableAddress } from '#lib/platform/http/readable-address.ts';
import { exitWithParent } from '#lib/platform/parent-watch.ts';
import { portSentence } from './port.mjs';
import { rootDirectory } from './run-step.mjs';

const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 3000);
const GRACE_MS = 4_000;

const server = createServer();
// A large upload over a slow line may take hours; a client that sends no headers may not.
server.requestTimeout = 0;
server.headersTimeout = 30_000;
// Longer than the usual 60 s of load balancers, so that the side that reuses connections is the one to close them.
server.keepAliveTimeout = 65_000;

exitWithParent(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  server.closeIdleConnections();
  await closed;
  clearTimeout(late);
});

const app = next({ dev: false, dir: rootDirectory, hostname: host, port, httpServer: server });
await app.prepare();
const answer = app.getRequestHandler();
server.on('request', (request, response) => {
  // For the way back after a sign-in: a page itself does not know its address.
  request.headers['x-rowmill-path'] = request.url ?? '/';
  if (isReadableAddress(request.url ?? '')) answer(request, response);
  else refuseAddress(response);
});
server.on('error', (error) => {
  console.error(portSentence(error, port, host));
  process.exit(1);
});
server.listen(port, host);

/** @param {import('node:http').ServerResponse} response */
function refuseAddress(response) {
  const problem = {
    type: 'urn:rowmill:problem:not_found',
    title: 'Not found',
    status: 404,
    detail: 'There is nothing at this address: it holds signs that cannot be read.',
  };
  response.writeHead(404, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(problem));
}
