const HERE = 'http://here.invalid';
/** Pages that are not a place to come back to. */
const PASSED_THROUGH = /^\/(?:sign-in|welcome|api|sandbox|metrics|_next)(?:\/|$)/;

/**
 * Where a person goes after signing in: the page they asked for, or Home. Whatever comes in was in an address that anyone
 * may have written, so only a path on this server comes out: no other host, no scheme, and nothing a browser reads as one.
 */
export function safeReturnPath(asked: string | null | undefined): string {
  if (!asked?.startsWith('/') || asked.length > 2_000) return '/';
  // A browser reads both of these as the beginning of another host, tabs and line breaks left out.
  if (!URL.canParse(asked, HERE)) return '/';
  const url = new URL(asked, HERE);
  if (url.origin !== HERE || url.pathname.startsWith('//') || PASSED_THROUGH.test(url.pathname)) return '/';
  url.searchParams.delete('_rsc');
  return url.pathname + url.search;
}

/** The address of the sign-in that leads back to a page. */
export function signInPath(asked: string | null): string {
  const path = safeReturnPath(asked);
  return path === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: path })}`;
}
