import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Faults } from '#lib/sandbox/faults.ts';
import type { LedgerEntry, LiveEntry } from '#lib/sandbox/ledger.ts';
import { createSandbox, type SandboxOptions } from '#lib/sandbox/sandbox.ts';
import { serveSandbox } from '#lib/sandbox/serve.ts';

export const SECRET = 'a secret that only torture knows';

/** A call on its way to the provider, and the provider behind it. Answers in its place, or passes it on, as often as it likes. */
export type Interceptor = (request: Request, pass: (request: Request) => Promise<Response>) => Promise<Response>;

export type HostileProvider = {
  url: string;
  faults: Faults;
  ledger(): Promise<LedgerEntry[]>;
  liveLedger(): Promise<readonly LiveEntry[]>;
  close(): Promise<void>;
};

type Options = Pick<SandboxOptions, 'pace' | 'limits' | 'now' | 'failureRate' | 'faults'> & { intercept?: Interceptor };

/** The sandbox over real HTTP on the loopback address, with its switches and its own account of what it billed. */
export async function startProvider({ intercept, ...options }: Options): Promise<HostileProvider> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-torture-provider-'));
  const faults = options.faults ?? {};
  const apiKey = `sk-sandbox-${createHmac('sha256', SECRET).update('rowmill sandbox key').digest('hex')}`;
  const sandbox = createSandbox({ failureRate: 0, ...options, faults, directory, apiKey });
  const pass = (request: Request) => sandbox.handle(request);
  const served = await serveSandbox(
    { handle: (request) => (intercept ? intercept(request, pass) : pass(request)) },
    { port: 0 },
  );
  return {
    url: served.url,
    faults,
    ledger: () => sandbox.ledger(),
    liveLedger: () => sandbox.liveLedger(),
    async close() {
      await served.close();
      await sandbox.idle();
      fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
