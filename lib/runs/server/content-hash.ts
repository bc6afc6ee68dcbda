import 'server-only';
import { createHash } from 'node:crypto';

/** Names a content, in hex, however it was written down: objects with the same fields have the same name. */
export function contentHash(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(content)))
    .digest('hex');
}

/** The same content in one order. The order of a list is part of what it says. */
function ordered(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]) => [name, ordered(content)]);
}
