import { sandboxKey } from '#lib/platform/sandbox-key.ts';
import { INSTANT_PACE } from '#lib/sandbox/pace.ts';
import { createSandbox } from '#lib/sandbox/sandbox.ts';
import { serveSandbox } from '#lib/sandbox/serve.ts';

/** The provider of the engine's benchmarks, in a process of its own: `node sandbox.ts <directory>`. Says its address, and ends with its input. */
const [, , directory = ''] = process.argv;
const sandbox = createSandbox({ directory, apiKey: sandboxKey(), pace: INSTANT_PACE, failureRate: 0 });
const served = await serveSandbox(sandbox, { port: 0 });
process.stdout.write(`${JSON.stringify({ url: served.url, apiKey: sandboxKey() })}\n`);
process.stdin.resume().once('end', () => process.exit());
