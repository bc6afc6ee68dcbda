import { once } from 'node:events';
import net from 'node:net';

/**
 * Null when the port is free, else why it cannot be used, in a sentence that says what to do.
 * @param {string} port @param {string} host
 * @returns {Promise<string | null>}
 */
export function findPortProblem(port, host) {
  // What is no port number is told by the check of all settings.
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return Promise.resolve(null);
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', (error) => resolve(portSentence(error, port, host)));
    probe.listen(Number(port), host, () => probe.close(() => resolve(null)));
  });
}

/** @param {NodeJS.ErrnoException} error of a listen @param {string | number} port @param {string} host */
export function portSentence(error, port, host) {
  const other = Number(port) + 1;
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is already in use by another program. Stop that one, or choose another: PORT=${other} npm start.`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} may not be used by this account. Choose one above 1023: PORT=3000 npm start.`;
  }
  return `Rowmill cannot listen on HOST ${host}, port ${port}: ${error.message}. Example: HOST=127.0.0.1.`;
}

/** A port of the loopback address that nobody uses now. @returns {Promise<number>} */
export async function findFreePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('The system gave no free port.');
  return address.port;
}
