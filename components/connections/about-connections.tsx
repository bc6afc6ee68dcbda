import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';

type AboutConnectionsProps = {
  /** Nobody added one yet: then it is read before anything else. */
  isFirst: boolean;
  canManage: boolean;
};

const PARTS = [
  {
    question: 'What is it?',
    answer:
      'Your account at a company that runs language models, such as OpenAI. The sandbox needs none: it makes its answers up, so that you can try everything first.',
  },
  {
    question: 'Where does the key come from?',
    answer:
      'From the provider’s own pages: sign in there, look for “API keys”, make a new one and copy it at once. At OpenAI that is platform.openai.com. Treat it like a password: whoever has it can spend your money.',
  },
  {
    question: 'What does it cost?',
    answer:
      'The provider bills your account there, for the text that goes out and the answers that come back, at about half of its usual price. Every run shows its price before it is launched, and can have a spending cap.',
  },
  {
    question: 'What leaves this machine?',
    answer:
      'Your instruction, the list of labels and the cells of the columns the instruction uses, and they go to this provider only. Every other column stays here. The sandbox sends nothing anywhere.',
  },
] as const;

/** For who has never had one: what a connection is, and what it means to have one. */
export function AboutConnections({ isFirst, canManage }: AboutConnectionsProps) {
  return (
    <Card title="What a connection is">
      <Disclosure summary="Keys, costs and what leaves this machine" isOpen={isFirst}>
        <dl className="grid gap-4 sm:grid-cols-2">
          {PARTS.map(({ question, answer }) => (
            <div key={question}>
              <dt className="font-medium text-ink">{question}</dt>
              <dd>{answer}</dd>
            </div>
          ))}
          <div>
            <dt className="font-medium text-ink">Whom to ask?</dt>
            <dd>
              {canManage
                ? 'Whoever pays for such accounts where you work, often IT. They may have a key for you, or tell you that texts such as yours must not go out.'
                : 'An owner or a lead of this workspace: they can add a connection.'}
            </dd>
          </div>
        </dl>
      </Disclosure>
    </Card>
  );
}
