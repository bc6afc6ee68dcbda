// Writes public/samples/support-messages.csv: 500 short messages to the support team of an invented online shop, with the
// topic a person would give each. Always the same file; run `node scripts/make-sample.mjs` after changing this text.
import fs from 'node:fs';

const things = [
  'lamp',
  'coffee grinder',
  'backpack',
  'desk chair',
  'rain jacket',
  'phone case',
  'tea kettle',
  'bike light',
  'wool blanket',
  'cutting board',
  'headphones',
  'garden hose',
  'notebook set',
  'floor mat',
];
const days = ['Monday', 'Tuesday', 'last week', 'yesterday', 'the 3rd', 'the 14th', 'two weeks ago', 'Friday'];
const places = ['Lisbon', 'Ghent', 'Leeds', 'Malmö', 'Graz', 'Turin', 'Kraków', 'Cork', 'Nantes', 'Zürich'];
const sums = ['$14.90', '$39.00', '€52,50', '£8.99', '$120', '€7,20', '$64.35'];
const order = (n) => `#${48210 + n * 37}`;

/** Topic → [subject, message] pairs; {t} a thing, {d} a day, {p} a place, {s} a sum, {o} an order number. */
const topics = {
  delivery_delay: [
    ['Where is my parcel?', 'I ordered a {t} on {d} and it still has not been delivered. Order {o}.'],
    ['Late delivery', 'The tracking for order {o} has not moved since {d}. When will it arrive in {p}?'],
    ['Still waiting', 'My delivery is delayed again. Can you tell me where the {t} is right now?'],
    ['No delivery yet', 'Delivery was promised for {d}. Nothing came.'],
    ['Parcel stuck', 'The courier says the parcel with the {t} is stuck in {p}. What happens next?'],
  ],
  refund_request: [
    ['Refund please', 'I sent the {t} back on {d} and would like my refund of {s}.'],
    ['Money back', 'Please refund order {o}. The {t} is not what I expected.'],
    ['Refund missing', 'You confirmed a refund of {s} on {d}, but my bank shows nothing yet.'],
    ['Can I get a refund', 'Is a refund possible if I already opened the box of the {t}?'],
    ['About my refund', 'I was refunded only part of {s} for order {o}. Why?'],
  ],
  damaged_item: [
    ['Arrived broken', 'The {t} arrived damaged: one side is cracked.'],
    ['Damaged on arrival', 'Unpacked order {o} today and the {t} is scratched all over.'],
    ['Broken', 'My {t} is broken after one day of use. I have pictures.'],
    ['Item damaged', 'Box was torn, {t} inside dented, courier from {p} just shrugged.'],
    ['Does not work', 'The {t} is damaged, it will not switch on at all.'],
  ],
  wrong_item: [
    ['Wrong item', 'I ordered a {t} but you sent something else entirely. Order {o}.'],
    ['Not what I ordered', 'The wrong {t} came: I asked for the blue one and got the gray one.'],
    ['Mix-up', 'You sent me the wrong size of the {t}, and one item is missing.'],
    ['Wrong parcel', 'This parcel is for somebody in {p}, not for me. My order is {o}.'],
    ['Other product', 'Received a {t} on {d}. I never ordered that item.'],
  ],
  change_order: [
    ['Change my order', 'Can I still change order {o}? I need two of the {t} instead of one.'],
    ['Order change', 'Please change the color of the {t} in my order before it ships.'],
    ['Add to order', 'I forgot to add a {t} to order {o}. Can you change that?'],
    ['Update order', 'Could you ship my order on {d} instead? I am in {p} until then.'],
  ],
  cancel_order: [
    ['Cancel', 'Please cancel order {o}, I do not need the {t} any more.'],
    ['Cancel my order', 'I want to cancel the order I made on {d}.'],
    ['Cancellation', 'I clicked buy twice. Cancel one of the orders for the {t}, please.'],
    ['Stop the order', 'Is it too late to cancel? It was placed {d} and costs {s}.'],
  ],
  address_change: [
    ['New address', 'I moved to {p}. Please update the address for order {o}.'],
    ['Wrong address', 'I typed the wrong address on {d}. Can you correct it before the {t} ships?'],
    ['Change of address', 'Please send future parcels to my new address in {p}.'],
    ['Address', 'My street changed its name, so my delivery address has to change too.'],
  ],
  payment_problem: [
    ['Card declined', 'My payment of {s} was declined three times, but the card works elsewhere.'],
    ['Charged twice', 'I was charged {s} twice for the same {t}. Payment date is {d}.'],
    ['Payment failed', 'The payment page shows an error when I try to pay for order {o}.'],
    ['Double payment', 'There are two payments of {s} on my card statement.'],
    ['Voucher', 'My gift voucher is not accepted as payment for the {t}.'],
  ],
  account_access: [
    ['Cannot log in', 'I cannot log in to my account since {d}. The password mail never comes.'],
    ['Password', 'Resetting the password of my account ends in an error every time.'],
    ['Account locked', 'My account is locked after I logged in from {p}. How do I get access again?'],
    ['Login code', 'The login code for my account arrives an hour late and is expired by then.'],
  ],
  product_question: [
    ['Question about the {t}', 'Does the {t} come with a warranty?'],
    ['Size?', 'What are the measurements of the {t}? The product page does not say.'],
    ['Product question', 'Is the {t} machine washable, and what material is it?'],
    ['Before I buy', 'Will this {t} fit a model from {d} years back? Hard to tell from the product pictures.'],
    ['Spare parts', 'Do you sell spare parts for the {t}? I have a question about the small screw.'],
    ['In stock?', 'When will the {t} be back in stock in {p}?'],
  ],
};

const openings = ['', '', '', 'Hi, ', 'Hello! ', 'Good morning, ', 'Dear team, ', 'hey '];
const closings = ['', '', '', ' Thanks!', ' Thank you.', ' Best, Mara', ' 🙏', ' It is urgent.', ' Regards, J. Okafor'];

function fill(text, n) {
  const pick = (list, step) => list[(n * step) % list.length];
  return text
    .replaceAll('{t}', pick(things, 5))
    .replaceAll('{d}', pick(days, 3))
    .replaceAll('{p}', pick(places, 7))
    .replaceAll('{s}', pick(sums, 2))
    .replaceAll('{o}', order(n));
}

const names = Object.keys(topics);
const rows = [];
const seen = new Set();
for (let n = 0; rows.length < 500; n++) {
  const topic = names[n % names.length];
  const patterns = topics[topic];
  const [subject, body] = patterns[Math.floor(n / names.length) % patterns.length];
  const message = openings[(n * 3) % openings.length] + fill(body, n) + closings[(n * 7) % closings.length];
  if (seen.has(message)) continue;
  seen.add(message);
  rows.push([`T-${1001 + rows.length}`, fill(subject, n), message, topic]);
}

const cell = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const lines = [['ticket', 'subject', 'message', 'topic'], ...rows].map((row) => row.map(cell).join(','));
fs.writeFileSync(new URL('../public/samples/support-messages.csv', import.meta.url), `${lines.join('\n')}\n`);
