import { join } from 'node:path';
import { env } from '#lib/platform/env.ts';
import { sandboxKey } from '#lib/platform/sandbox-key.ts';
import { createSandbox, type Sandbox } from '#lib/sandbox/sandbox.ts';

export const dynamic = 'force-dynamic';
export const runtime = 'nodejs';

declare global {
  var rowmillSandbox: Sandbox | undefined;
}

/** One per process, however often the bundler loads this module: two would not know of each other's batches. */
function sandbox(): Sandbox {
  globalThis.rowmillSandbox ??= createSandbox({
    directory: join(env.DATA_DIR, 'sandbox'),
    apiKey: sandboxKey(),
    basePath: '/sandbox/v1',
  });
  return globalThis.rowmillSandbox;
}

function handle(request: Request): Promise<Response> {
  return sandbox().handle(request);
}

export { handle as DELETE, handle as GET, handle as POST };
