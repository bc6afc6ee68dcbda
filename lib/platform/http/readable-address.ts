/**
 * Whether the path of a request's address decodes to text that could name something. Next answers one that does not
 * decode with a bare 500, and PostgreSQL refuses to look for a NUL.
 */
export function isReadableAddress(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '';
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
