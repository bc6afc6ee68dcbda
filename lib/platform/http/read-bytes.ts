import 'server-only';
import { AppError } from '#lib/errors.ts';

type Limits = {
  maxBytes: number;
  /** The whole body has to be here by then. Without it, it may take as long as it takes. */
  withinMs?: number;
};

/**
 * Reads a body whole: the length a client states is not believed, its bytes are counted.
 *
 * @throws AppError `too_large`, or `bad_request` when it breaks off or does not come in time
 */
export async function readBytes(request: Request, { maxBytes, withinMs }: Limits): Promise<Buffer> {
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const deadline = startDeadline(withinMs);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for (;;) {
      const { value } = await Promise.race([reader.read().catch(brokeOff), deadline.passed]);
      if (!value) return Buffer.concat(chunks);
      sizeBytes += value.byteLength;
      if (sizeBytes > maxBytes) throw new AppError('too_large', `The body is larger than ${inWords(maxBytes)}.`);
      chunks.push(value);
    }
  } finally {
    deadline.stop();
    // Of a body that was read to its end this does nothing; the rest of another one is not wanted.
    reader.cancel().catch(() => undefined);
  }
}

/** A client that left is no fault of ours, so there is no cause to log; the answer reaches nobody. */
function brokeOff(): never {
  throw new AppError('bad_request', 'The body broke off. Send it again.');
}

function startDeadline(withinMs: number | undefined): { passed: Promise<never>; stop(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  if (withinMs === undefined) return { passed: promise, stop: () => undefined };
  const message = `The body did not arrive within ${withinMs / 1000} s. Send it again.`;
  const timer = setTimeout(() => reject(new AppError('bad_request', message)), withinMs);
  // Without a reader of the promise, a deadline that passes while nobody waits would end the process.
  promise.catch(() => undefined);
  return { passed: promise, stop: () => clearTimeout(timer) };
}

function inWords(maxBytes: number): string {
  const isMegabytes = maxBytes >= 1024 * 1024;
  return isMegabytes ? `${Math.round(maxBytes / 1024 / 1024)} MB` : `${Math.round(maxBytes / 1024)} KB`;
}
