const MAX_LINE_CHARS = 64 * 1024 * 1024;

/**
 * Splits UTF-8 bytes into lines, in groups as they arrive, so that the caller awaits once per chunk and not once per line.
 * Ends are LF or CRLF; a byte order mark and blank lines are dropped; a last line without an end counts. A line that grows
 * past 64 million characters is given in pieces, which no reader of lines will take for a whole one.
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    const end = rest.lastIndexOf('\n');
    if (end === -1 && rest.length <= MAX_LINE_CHARS) continue;
    const whole = end === -1 ? rest : rest.slice(0, end);
    rest = end === -1 ? '' : rest.slice(end + 1);
    yield split(whole);
  }
  rest += decoder.decode();
  if (rest !== '') yield split(rest);
}

function split(text: string): string[] {
  return text
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .filter((line) => line.trim() !== '');
}
