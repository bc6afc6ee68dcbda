import type { Interceptor } from './provider.ts';

type Line = {
  custom_id: string;
  response: {
    status_code: number;
    body: {
      choices: { finish_reason: string; message: { content: string | null; refusal?: string | null } }[];
      usage: { prompt_tokens: number; completion_tokens: number };
    };
  } | null;
  error: unknown;
};

/** The first three keep the usage of the answer; what the others cost is known to the provider alone. */
const WAYS: readonly ((line: Line) => string | null)[] = [
  (line) => changed(line, (choice) => ({ ...choice, finish_reason: 'length' })),
  (line) => changed(line, (choice) => ({ ...choice, message: { content: null, refusal: 'I would rather not.' } })),
  (line) => changed(line, (choice) => ({ ...choice, message: { content: '' } })),
  (line) =>
    JSON.stringify({ ...line, response: null, error: { code: 'server_error', message: 'Something went wrong.' } }),
  (line) => JSON.stringify(line).slice(0, -40),
  () => null,
];
const KEEP_USAGE = 3;

function changed(line: Line, change: (choice: Choice) => Choice): string {
  const { response } = line;
  if (!response) return JSON.stringify(line);
  return JSON.stringify({
    ...line,
    response: { ...response, body: { ...response.body, choices: response.body.choices.map(change) } },
  });
}
type Choice = NonNullable<Line['response']>['body']['choices'][number];

/** Spoils the answers of `count` rows, spread evenly over `rows`, in six ways in turn, in the files on their way to us. */
export class AnswerSpoiler {
  readonly #step: number;
  readonly #count: number;
  readonly #lost = new Map<string, { input: number; output: number }>();
  readonly #files = new Map<string, string>();
  #keptBad = 0;
  #resting = false;

  constructor(rows: number, count: number) {
    this.#step = Math.floor(rows / count);
    this.#count = count;
  }

  /** From now on every answer arrives as it was. */
  rest(): void {
    this.#resting = true;
  }

  get spoiled() {
    const lost = [...this.#lost.values()];
    return {
      answers: lost.length + this.#keptBad,
      inputTokens: lost.reduce((sum, { input }) => sum + input, 0),
      outputTokens: lost.reduce((sum, { output }) => sum + output, 0),
    };
  }

  intercept: Interceptor = async (request, pass) => {
    const [, id, rest] = /\/files\/([^/]+)(\/content)?$/.exec(new URL(request.url).pathname) ?? [];
    if (this.#resting || request.method !== 'GET' || id === undefined) return pass(request);
    const content = new Request(rest ? request.url : `${request.url}/content`, { headers: request.headers });
    const text = this.#files.get(id) ?? this.#spoil(await (await pass(content)).text());
    this.#files.set(id, text);
    if (rest) return new Response(text);
    // What is said of the file has to fit what is sent, or it is never read.
    const file: Record<string, unknown> = await (await pass(request)).json();
    return Response.json({ ...file, bytes: Buffer.byteLength(text) });
  };

  #spoil(text: string): string {
    const lines = text.trimEnd().split('\n');
    return lines.flatMap((line) => this.#spoilLine(line) ?? []).join('\n');
  }

  #spoilLine(text: string): string | null {
    const line = JSON.parse(text) as Line;
    const rowIndex = Number(line.custom_id.slice(line.custom_id.lastIndexOf('-') + 1));
    const place = rowIndex / this.#step;
    if (!Number.isInteger(place) || place >= this.#count || !line.response) return text;
    const way = place % WAYS.length;
    const { usage } = line.response.body;
    if (way < KEEP_USAGE) this.#keptBad += 1;
    else this.#lost.set(line.custom_id, { input: usage.prompt_tokens, output: usage.completion_tokens });
    return WAYS[way]?.(line) ?? null;
  }
}
