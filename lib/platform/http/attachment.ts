import 'server-only';

const MAX_NAME_LENGTH = 100;

/**
 * The value of a Content-Disposition header that saves the body under this name (RFC 6266): plain ASCII for old
 * readers, the whole name in UTF-8 for the rest. Characters that mean something in a path are replaced, and a long name is
 * cut before its `ending`.
 */
export function attachment(name: string, extension: string, ending = ''): string {
  const clean = `${cleanName(name, ending.length)}${ending}`;
  const ascii = clean.replace(/[^\x20-\x7e]/gu, '_');
  return `attachment; filename="${ascii}.${extension}"; filename*=UTF-8''${encodeValue(clean)}.${extension}`;
}

function cleanName(name: string, endingLength: number): string {
  const shown = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"%*/:;<>?\\|]+/gu, '_');
  const cut = [...shown].slice(0, MAX_NAME_LENGTH - endingLength).join('');
  return cut.replace(/^[\s.]+|[\s.]+$/g, '') || 'results';
}

/** RFC 8187 allows less than encodeURIComponent leaves as it is. */
function encodeValue(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
