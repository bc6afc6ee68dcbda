import { hash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 128 hex digits that depend on nothing but the text. One call feeds all ids of one answer. */
export function digest(text: string): string {
  return hash('sha512', text, 'hex');
}

/** `length` characters of base 62 made from a digest; at most 64. */
export function base62(hex: string, length: number): string {
  let id = '';
  for (let at = 0; at < length; at++) id += BASE62[Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16) % 62];
  return id;
}

/** A whole number from 0 to 2³²−1 that depends on nothing but the text (FNV-1a with a final mix: fast, not secret). */
export function numberFrom(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** A number from 0 (inclusive) to 1 (exclusive) that depends on nothing but the text. */
export function fractionFrom(text: string): number {
  return numberFrom(text) / 2 ** 32;
}

/** The order in which `count` requests of a batch complete: position → input line. Always the same for the same seed. */
export function completionOrder(count: number, seed: string): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, line) => line);
  let state = numberFrom(seed) || 1;
  for (let last = count - 1; last > 0; last--) {
    state = xorshift(state);
    const other = state % (last + 1);
    const line = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = line;
  }
  return order;
}

function xorshift(state: number): number {
  let next = state;
  next ^= next << 13;
  next ^= next >>> 17;
  next ^= next << 5;
  return next >>> 0;
}
