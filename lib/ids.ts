const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** One word per thing that has an id in the HTTP API; the prefix tells a person what they are holding. */
export type IdPrefix =
  | 'ws'
  | 'usr'
  | 'ds'
  | 'up'
  | 'run'
  | 'drf'
  | 'bat'
  | 'sub'
  | 'con'
  | 'tok'
  | 'evt'
  | 'hold'
  | 'tpl'
  | 'tv'
  | 'prc'
  | 'apr'
  | 'bud';

/** A new id such as `run_4k2…`: 24 random characters of base 36 (124 bits), safe in URLs, file names and metadata. */
export function newId(prefix: IdPrefix): string {
  let id = `${prefix}_`;
  while (id.length < prefix.length + 25) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    for (const byte of bytes) {
      // 252 is the largest multiple of 36 below 256: bytes above it would favor the first letters.
      if (byte < 252 && id.length < prefix.length + 25) id += ALPHABET[byte % 36];
    }
  }
  return id;
}
