import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTANT_PACE } from './pace.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
import { serveSandbox } from './serve.ts';

/** A sandbox for one test: on a folder of its own, on a clock that stands still until it is moved. */
export type TestSandbox = {
  sandbox: Sandbox;
  url: string;
  clock: { nowMs: number };
  /** Waits for background work, then moves the clock. */
  advance(milliseconds: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export const TEST_KEY = 'sk-test-0123456789abcdef';
const NOON = Date.UTC(2026, 10, 20, 12);

export async function openTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'sandbox-')));
  const clock = { nowMs: NOON };
  const defaults = { apiKey: TEST_KEY, pace: INSTANT_PACE, failureRate: 0, now: () => clock.nowMs };
  const sandbox = createSandbox({ ...defaults, ...options, directory });
  const served = await serveSandbox(sandbox, { port: 0 });
  return {
    sandbox,
    url: served.url,
    clock,
    async advance(milliseconds) {
      await sandbox.idle();
      clock.nowMs += milliseconds;
    },
    async [Symbol.asyncDispose]() {
      await served.close();
      await sandbox.idle();
      if (!options.directory) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Input lines for chat completions: `r-1`, `r-2` … one per text. */
export function chatLines(texts: readonly string[], body: Record<string, unknown> = {}): string {
  const lines = texts.map((text, at) => ({
    custom_id: `r-${at + 1}`,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: text }], ...body },
  }));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Numbered texts to fill a batch with. */
export function someTexts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `Parcel ${at + 1} arrived late but works well.`);
}
