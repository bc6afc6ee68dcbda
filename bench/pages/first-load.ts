import { gzipSync } from 'node:zlib';

/** Bytes of JavaScript, gzipped, that a page's HTML asks for before anything is touched. */
export async function firstLoadBytes(address: string, cookie: string): Promise<number> {
  const page = await fetch(address, { headers: { cookie } });
  if (!page.ok) throw new Error(`${address} answered ${page.status}.`);
  const html = await page.text();
  const sources = new Set(
    [...html.matchAll(/<script[^>]+src="([^"]+)"([^>]*)/g)]
      .filter(([, , rest]) => !rest?.includes('noModule'))
      .map(([, src = '']) => src),
  );
  let bytes = 0;
  for (const source of sources) {
    const script = await fetch(new URL(source, address));
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
  return bytes;
}
