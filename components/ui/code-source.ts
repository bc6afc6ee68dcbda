/** How the code of a part stands: fetched or on its way, out of reach for now, or gone because the server has newer pages. */
export type CodeState = 'coming' | 'lost' | 'outdated';

export type CodeSource = {
  /** Calls `load`, an import(), until it brings the code. Rejects only with what is no matter of fetching, such as a mistake in the code. */
  fetch<Code>(load: () => Promise<Code>): Promise<Code>;
  /** Tries again what could not be fetched. */
  again(): void;
  subscribe(onChange: () => void): () => void;
  state(): CodeState;
};

const FETCH_FAILED = 'ChunkLoadError';
const CHUNK_ADDRESS = /\/_next\/static\/[^\s"'?]+\.js/;

/**
 * Where the code of a part of a page comes from. A fetch that fails is not an error of the page: the part waits, its place
 * says so, and it comes when somebody asks again or the connection is back. Stands outside of any component.
 */
export function codeSource(): CodeSource {
  let state: CodeState = 'coming';
  const watchers = new Set<() => void>();
  const waiting = new Set<() => void>();
  function say(next: CodeState) {
    state = next;
    for (const watcher of watchers) watcher();
  }
  function again() {
    say('coming');
    for (const goOn of waiting) goOn();
    waiting.clear();
  }
  async function fetchCode<Code>(load: () => Promise<Code>): Promise<Code> {
    for (;;) {
      try {
        return await load();
      } catch (error) {
        // On the server there is nobody to wait for.
        if (typeof window === 'undefined' || !isFetchFailure(error)) throw error;
        const asked = new Promise<void>((goOn) => waiting.add(goOn));
        say((await isGone(error)) ? 'outdated' : 'lost');
        window.addEventListener('online', again, { once: true });
        await asked;
        window.removeEventListener('online', again);
      }
    }
  }
  return {
    fetch: fetchCode,
    again,
    subscribe(onChange) {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    state: () => state,
  };
}

function isFetchFailure(error: unknown): error is Error {
  return error instanceof Error && error.name === FETCH_FAILED;
}

/** Whether the server answers but does not have this piece of code: every build names its pieces anew. */
async function isGone({ message }: Error): Promise<boolean> {
  const [address] = CHUNK_ADDRESS.exec(message) ?? [];
  if (address === undefined) return false;
  try {
    return (await fetch(address, { method: 'HEAD' })).status === 404;
  } catch {
    return false;
  }
}
