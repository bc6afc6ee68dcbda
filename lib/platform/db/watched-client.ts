import 'server-only';
import { Socket } from 'node:net';
import pg from 'pg';
import { log } from '#lib/platform/log.ts';
import { endServed, isStillServed, type Served } from './ask-server.ts';

const LOOK_MS = 1_000;
/** So long may an answer take before the server is asked, over another connection, whether it is at work on it. */
const SILENT_MS = 5_000;
/** A server that is at work is asked again less often. */
const ASK_AGAIN_MS = 10_000;

type Watch = { bytesRead: number; silentSince: number; askedAt: number; isAsking: boolean };

const watched = new Map<WatchedClient, Watch>();
let isLooking = false;

/**
 * A connection that is given up when nobody is at its other end. A network that drops packets, or a proxy that forwards
 * nothing, leaves a question without an answer and without an error for a quarter of an hour; a slow question looks the same.
 * So the server is asked over a new connection: if it is not at work on what this one waits for, this one is dead.
 */
export class WatchedClient extends pg.Client {
  readonly #settings: pg.ClientConfig;

  constructor(settings?: string | pg.ClientConfig) {
    super(settings);
    this.#settings = typeof settings === 'object' ? settings : {};
    this.on('end', () => watched.delete(this));
    this.once('connect', () => watch(this));
  }

  /** The number of the server's process for this connection. */
  get serverProcess(): number {
    return Number(Reflect.get(this, 'processID'));
  }

  /** Whether a question was sent whose answer has not ended. */
  get isWaiting(): boolean {
    return Reflect.get(this, 'readyForQuery') === false && !this.socket.isPaused();
  }

  get socket(): Socket {
    const { stream } = this.connection;
    if (stream instanceof Socket) return stream;
    throw new Error('The connection to the database is no socket.');
  }

  askServer(): Promise<Served> {
    return isStillServed(this.#settings.connectionString, this.serverProcess);
  }

  /** Has the server end its side, which holds the locks of a transaction that nobody goes on with. */
  async endServerSide(): Promise<void> {
    await endServed(this.#settings.connectionString, this.serverProcess);
  }
}

function watch(client: WatchedClient): void {
  watched.set(client, { bytesRead: 0, silentSince: performance.now(), askedAt: 0, isAsking: false });
  if (!isLooking) setInterval(lookAtAll, LOOK_MS).unref();
  isLooking = true;
}

function lookAtAll(): void {
  for (const [client, state] of watched) {
    const { bytesRead } = client.socket;
    const now = performance.now();
    if (!client.isWaiting || bytesRead !== state.bytesRead) {
      state.bytesRead = bytesRead;
      state.silentSince = now;
      state.askedAt = 0;
    } else if (!state.isAsking && now - state.silentSince >= SILENT_MS && now - state.askedAt >= ASK_AGAIN_MS) {
      void judge(client, state);
    }
  }
}

async function judge(client: WatchedClient, state: Watch): Promise<void> {
  const { bytesRead } = state;
  state.isAsking = true;
  const served = await client.askServer();
  state.isAsking = false;
  state.askedAt = performance.now();
  const isSilent = client.isWaiting && client.socket.bytesRead === bytesRead;
  if (served !== 'no' || !isSilent || !watched.has(client)) return;
  log().warn('A database connection gave no answer and the server knows of no question; it was given up.');
  giveUp(client);
  void client.endServerSide();
  // What cut one off may have cut off its neighbors, which nobody asks anything now: a new connection costs less than finding out.
  for (const other of watched.keys()) if (!other.isWaiting) giveUp(other);
}

function giveUp(client: WatchedClient): void {
  watched.delete(client);
  client.socket.destroy(new Error('Connection terminated: the database gave no answer.'));
}
