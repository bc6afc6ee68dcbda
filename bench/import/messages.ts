import { once } from 'node:events';
import fs from 'node:fs';

const WORDS =
  `the card payment was declined when I tried to pay for my order yesterday please help me understand why this
happened account balance transfer pending refund café naïve top-up exchange rate verify identity lost stolen phone number
update address fee charged twice`.split(/\s+/);
const CHANNELS = ['email', 'chat', 'phone'];

/** Writes a CSV of made-up support messages, a tenth of them quoted, some over two lines. The same every time. */
export async function writeMessages(file: string, rowCount: number): Promise<void> {
  const out = fs.createWriteStream(file);
  const pick = pseudoRandom(20_261_120);
  let text = 'id,message,customer,channel,priority,created\n';
  for (let id = 1; id <= rowCount; id++) {
    const customer = `user${pick(1_000_000)}@example.org`;
    const created = `2026-0${1 + pick(9)}-1${pick(10)}T10:00:00Z`;
    text += `${id},${message(pick)},${customer},${CHANNELS[pick(3)]},${pick(5)},${created}\n`;
    if (text.length < 1_000_000) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'close');
}

function message(pick: (below: number) => number): string {
  const words = Array.from({ length: 8 + pick(22) }, () => WORDS[pick(WORDS.length)]).join(' ');
  const kind = pick(100);
  if (kind < 3) return `"${words}, and it says ""declined"" again"`;
  if (kind < 6) return `"${words},\r\nthanks"`;
  return kind < 10 ? `"${words}, thanks"` : words;
}

/** Whole numbers below a bound, the same in every run (a linear congruential generator). */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
}
