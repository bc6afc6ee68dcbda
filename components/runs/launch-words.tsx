import { Disclosure } from '#components/ui/disclosure.tsx';

const WORDS = [
  {
    word: 'Model',
    text: 'The program that reads each row and writes its answer. Small ones cost less and are good at sorting and short answers; large ones are better where a person would have to think. Not sure? Keep the one chosen here and look at a few rows first.',
  },
  {
    word: 'Token',
    text: 'How models count text: about three quarters of a word. What goes out and what comes back is paid by the token.',
  },
  {
    word: 'Batch',
    text: 'Rows handed in together, to be answered within 24 hours instead of at once. Whoever can wait pays the batch price, half the real-time price.',
  },
  { word: 'Connection', text: 'Your account at a provider: it answers the rows and sends the bill.' },
];

/** The few words of a launch that someone may never have met, explained where they stand. */
export function LaunchWords() {
  return (
    <Disclosure summary="What these words mean">
      <dl className="flex flex-col gap-2 text-xs">
        {WORDS.map(({ word, text }) => (
          <div key={word}>
            <dt className="inline font-medium text-ink">{word}: </dt>
            <dd className="inline">{text}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
