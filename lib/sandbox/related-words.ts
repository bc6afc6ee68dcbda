import { stemOf } from './words.ts';

/** Words of common label vocabularies, and what people write when they mean them. */
const RELATED: Record<string, string> = {
  positive:
    'good great love loved excellent amazing happy perfect wonderful best nice fantastic awesome thanks recommend works easy fast helpful',
  negative:
    'bad terrible awful hate hated worst poor broken disappointed disappointing useless slow never waste horrible rude angry late unusable',
  neutral: 'okay ok average fine alright decent',
  mixed: 'but however although',
  billing: 'bill invoice charge charged payment pay paid price card receipt twice subscription vat',
  payment: 'pay paid charge charged bought purchase transaction card bill',
  refund: 'refunded money back return returned reimburse',
  shipping: 'ship shipped delivery deliver arrived parcel package tracking courier late',
  delivery: 'deliver delivered arrive arrived ship shipping parcel package late tracking',
  arrival: 'arrive arrived come waiting received track sent',
  account: 'login password email profile sign settings user',
  login: 'log sign password locked reset access authenticate',
  password: 'passcode forgot forgotten reset login',
  access: 'login locked permission denied enter',
  technical: 'error bug crash crashes crashed broken freeze loading fails app screen',
  bug: 'error crash crashes broken freeze glitch wrong fails',
  cancellation: 'cancel stop unsubscribe close end',
  cancel: 'stop undo reverse revert',
  terminate: 'close delete cancel',
  complaint: 'unhappy terrible angry unacceptable disappointed worst',
  praise: 'thanks thank love great excellent amazing',
  question: 'how what when where which does can',
  feature: 'add wish support would idea request suggestion option',
  urgent: 'asap immediately now emergency critical urgently',
  spam: 'free win winner prize click offer lottery',
  high: 'urgent asap immediately critical',
  wrong: 'incorrect not right mistake different less more instead',
  failed: 'fail fails unsuccessful rejected not',
  declined: 'decline rejected refused denied',
  pending: 'still waiting processing stuck yet',
  charge: 'fee charged cost fees price',
  fee: 'fees charge charged cost',
  limit: 'limits maximum minimum most many much',
  lost: 'lose missing find misplaced',
  stolen: 'stole theft thief robbed took',
  compromised: 'hacked fraud stolen unauthorized someone',
  unrecognised: 'recognize recognise unknown did someone fraud',
  change: 'update edit modify new',
  virtual: 'online digital',
  cash: 'atm money withdrawal withdraw withdrew',
  atm: 'machine cash',
  top: 'topup topped topping',
  exchange: 'convert currency foreign rate',
  country: 'countries where travel abroad europe',
  age: 'old years kids children child',
  identity: 'id documents passport verify',
  working: 'work works use broken problem',
};

/** Stem of a label's word → stems that point to it. */
export const RELATED_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(RELATED).map(([word, related]) => [stemOf(word), related.split(' ').map(stemOf)]),
);
