import { once } from 'node:events';
import net from 'node:net';

/** A way to the database that can fall silent: connections stay open, and nothing passes any more, in either direction. */
export type HalfOpenProxy = {
  url: string;
  /** From now on nothing passes on the connections there are; new ones work. Returns how many there were. */
  silence(): number;
  close(): Promise<void>;
};

/** For tests: listens on the loopback address and passes everything on to the database of `databaseUrl`. */
export async function startHalfOpenProxy(databaseUrl: string): Promise<HalfOpenProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<{ near: net.Socket; far: net.Socket; isSilent: boolean }>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    const pair = { near, far, isSilent: false };
    pairs.add(pair);
    const pass = (from: net.Socket, to: net.Socket) => {
      from.on('data', (bytes) => {
        if (!pair.isSilent) to.write(bytes);
      });
      from.on('error', () => undefined);
      // Of the end of one side, too, the other hears nothing.
      from.on('close', () => {
        if (pair.isSilent) return;
        to.destroy();
        pairs.delete(pair);
      });
    };
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    silence() {
      const open = [...pairs].filter((pair) => !pair.isSilent && !pair.near.destroyed);
      for (const pair of open) pair.isSilent = true;
      return open.length;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await closed;
    },
  };
}
