import { RunInput } from '#lib/runs/schema.ts';

/** The topics of public/samples/support-messages.csv. */
const SAMPLE_LABELS = [
  'delivery_delay',
  'refund_request',
  'damaged_item',
  'wrong_item',
  'change_order',
  'cancel_order',
  'address_change',
  'payment_problem',
  'account_access',
  'product_question',
];

/** The run that is moving when Rowmill is opened for the first time. It always goes to the sandbox. */
export function sampleRun(datasetId: string): RunInput {
  return RunInput.parse({
    datasetId,
    name: 'Sample: label support messages',
    model: 'gpt-4o-mini',
    connection: 'sandbox',
    prompt: {
      system: 'You sort messages that customers send to the support team of an online shop.',
      user: 'Which topic is this message about?\n\nSubject: {{subject}}\nMessage: {{message}}',
    },
    output: { kind: 'label', labels: SAMPLE_LABELS },
    parameters: { temperature: 0 },
    goldColumn: 'topic',
    launch: true,
  });
}
