import type { Faults } from '#lib/sandbox/faults.ts';
import { INSTANT_PACE, type Pace } from '#lib/sandbox/pace.ts';
import type { Interceptor } from '#torture/stage/provider.ts';

/** What a person does meanwhile, in the order given: each waits for its moment. */
export type Press = {
  deed: 'cancel' | 'resume' | 'raiseCap' | 'finishNow';
  when: 'batch-submitted' | 'rows-asked-for' | 'run-paused';
};

/** The troubles of one run. Made anew for each crash, for the switches count their calls. */
export type Scenario = {
  rows: readonly string[];
  /** SQL on the launched run: what only comes about after the estimate. */
  afterLaunch?: string;
  input: Record<string, unknown>;
  ends: string;
  pace?: Pace;
  faults?: Faults;
  intercept?: Interceptor;
  press?: Press;
  duplicatesByProvider?: number;
  /** The provider's clock, ahead of ours. */
  now?: () => number;
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** Every scenario has several batches, so that most points are passed more than once. */
const FOUR_BATCHES = { batch: { maxRequests: 6 }, retry: { maxAttempts: 10 } };

const ONE_BY_ONE = `update run set "lane" = 'standard'`;
const ASKED: Pace = { ...INSTANT_PACE, answerMs: () => 20 };

export const SCENARIOS = {
  /** Batches that take a while, with rows that fail for a moment and are sent again. */
  plain: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    pace: { ...INSTANT_PACE, runMs: () => 700 },
    faults: { batch: ({ nth }) => (nth <= 2 ? ['all-fail'] : null) },
  }),
  /** As plain, and every request is asked by three rows. */
  shared: () => ({
    rows: rowsOf(24).flatMap((row) => [row, row, row]),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    pace: { ...INSTANT_PACE, runMs: () => 700 },
    faults: { batch: ({ nth }) => (nth <= 2 ? ['all-fail'] : null) },
  }),
  /** Three rows a request, some of them left out of its answer. */
  packed: () => ({
    rows: rowsOf(36),
    input: { batch: { maxRequests: 4 }, retry: { maxAttempts: 10 }, rowsPerRequest: 3 },
    ends: 'succeeded',
    pace: { ...INSTANT_PACE, runMs: () => 700 },
    faults: { batch: ({ nth }) => (nth <= 2 ? ['left-out-rows'] : null) },
  }),
  /** The batch is made and the answer is lost. */
  lostAnswer: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    faults: { create: ({ nth }) => (nth <= 2 ? 'drop-after' : null) },
  }),
  /** The call is lost on its way, so that nothing is ever found. */
  lostCall: () => ({
    rows: rowsOf(12),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    faults: { create: ({ nth }) => (nth <= 2 ? 'drop-before' : null) },
  }),
  /** One call, two batches, no answer. */
  madeTwice: () => ({
    rows: rowsOf(12),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    // Slow enough that what is stopped has answered a part of its rows by then, and has a bill.
    pace: { ...INSTANT_PACE, runMs: () => 2_500, cancelingMs: 100 },
    intercept: makeTwice(2),
    duplicatesByProvider: 2,
  }),
  canceled: () => ({
    rows: rowsOf(400),
    input: { batch: { maxRequests: 100 } },
    ends: 'canceled',
    // Far longer than a busy machine takes to press the button: only the cancel ends these batches, with some answers each.
    pace: { ...INSTANT_PACE, runMs: () => 5 * 60_000, cancelingMs: 300 },
    faults: { upload: ({ nth }) => (nth > 2 ? '500-before' : null) },
    press: { deed: 'cancel', when: 'batch-submitted' },
  }),
  expired: () => ({
    rows: rowsOf(12),
    input: { ...FOUR_BATCHES, retry: { maxAttempts: 2 } },
    ends: 'completed_with_failures',
    pace: { ...INSTANT_PACE, runMs: () => 2 * DAY_MS },
    now: fastClock(DAY_MS / 4_000),
  }),
  /** Too large for the machine in front of the provider. */
  halved: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    faults: { upload: ({ nth }) => (nth <= 2 ? 'too-large-for-edge' : null) },
  }),
  /** A 429 on the paid call. */
  crowded: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    faults: { create: ({ nth }) => (nth <= 2 ? '429' : null) },
  }),
  /** No credit left, until a person sees to it. */
  noCredit: () => {
    const faults: Faults = { create: ({ nth }) => (nth <= 3 ? 'quota' : null) };
    return {
      rows: rowsOf(12),
      input: FOUR_BATCHES,
      ends: 'succeeded',
      faults,
      press: { deed: 'resume', when: 'run-paused' },
    };
  },
  fileNotFound: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    faults: { batch: ({ nth }) => (nth <= 2 ? ['file-not-found'] : null) },
  }),
  /** The whole batch is refused, for good. */
  refused: () => ({
    rows: rowsOf(18),
    input: FOUR_BATCHES,
    ends: 'completed_with_failures',
    intercept: refuseBatches(2),
  }),
  /** One line of a file is refused at validation; the other rows go out again. */
  badLine: () => ({
    rows: rowsOf(18),
    input: { ...FOUR_BATCHES, retry: { maxAttempts: 1 } },
    ends: 'completed_with_failures',
    intercept: spoilMarkedLines(),
  }),
  /** A request of several rows is refused for one of them, which is then asked alone and refused for good. */
  packedBadLine: () => ({
    rows: rowsOf(18),
    input: { ...FOUR_BATCHES, retry: { maxAttempts: 2 }, rowsPerRequest: 3, batch: { maxRequests: 2 } },
    ends: 'completed_with_failures',
    intercept: spoilMarkedLines(),
  }),
  /** Batches with no row that can be sent. */
  unsendable: () => ({
    rows: rowsOf(4),
    afterLaunch: `update dataset_row set "values" = array[repeat('a', 60000)]`,
    input: { batch: { maxRequests: 2 }, prompt: { user: "{{ text | replace: 'a', text }}" } },
    ends: 'completed_with_failures',
  }),
  /** The provider holds another number of bytes than were sent. */
  wrongSize: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    intercept: misstateSizes(2),
  }),
  /** The provider took batches and has nothing any more under their ids. */
  gone: () => ({
    rows: rowsOf(18),
    input: FOUR_BATCHES,
    ends: 'completed_with_failures',
    faults: { batch: ({ nth }) => (nth <= 2 ? ['all-fail'] : null) },
    intercept: hideBatches(2),
  }),
  /** By the provider's own clock every batch should have ended a day ago. */
  overdue: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    pace: { ...INSTANT_PACE, runMs: () => 700 },
    now: () => Date.now() - 2 * DAY_MS,
  }),
  /** The key stops working while batches are at the provider, until a person sees to it. */
  keyRefused: () => ({
    rows: rowsOf(12),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    intercept: refuseLooks(3),
    press: { deed: 'resume', when: 'run-paused' },
  }),
  /** The provider takes batches and finds at validation that it has no room for them. */
  full: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    faults: { batch: ({ nth }) => (nth <= 2 ? ['token-limit'] : null) },
  }),
  /** A cap with room for a few rows at a time, which pauses the run until a person raises it. */
  capped: () => ({
    rows: rowsOf(24),
    input: { ...FOUR_BATCHES, budgetUsd: '0.00016', parameters: { maxOutputTokens: 200 } },
    ends: 'succeeded',
    press: { deed: 'raiseCap', when: 'run-paused' },
  }),
  /** Rows that are asked for one by one, by a provider that asks to slow down now and then. */
  oneByOne: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    afterLaunch: ONE_BY_ONE,
    ends: 'succeeded',
    pace: ASKED,
    faults: { now: ({ nth }) => (nth <= 2 ? '429' : null) },
  }),
  /** The same until a person stops it. */
  oneByOneCanceled: () => ({
    rows: rowsOf(400),
    input: { batch: { maxRequests: 100 } },
    afterLaunch: ONE_BY_ONE,
    ends: 'canceled',
    pace: { ...INSTANT_PACE, answerMs: () => 2_000 },
    press: { deed: 'cancel', when: 'rows-asked-for' },
  }),
  /** No credit left for what is asked for one by one, until a person sees to it. */
  oneByOneNoCredit: () => ({
    rows: rowsOf(12),
    input: FOUR_BATCHES,
    afterLaunch: ONE_BY_ONE,
    ends: 'succeeded',
    pace: ASKED,
    faults: { now: ({ nth }) => (nth <= 16 ? 'quota' : null) },
    press: { deed: 'resume', when: 'run-paused' },
  }),
  /** A few rows that are tried, where nobody answers single requests. */
  tried: () => ({
    rows: rowsOf(12),
    input: { batch: { maxRequests: 6 }, retry: { maxAttempts: 1 } },
    afterLaunch: `${ONE_BY_ONE}, "purpose" = 'try', "pickedRows" = array(select generate_series(0, 11))`,
    ends: 'completed_with_failures',
    faults: { now: () => 'not-there' },
  }),
  /** Flex is refused, so the rest goes at the real-time price. */
  flexRefused: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    afterLaunch: `update run set "lane" = 'flex'`,
    ends: 'succeeded',
    pace: ASKED,
  }),
  /** A person does not want to wait any longer: some batches are at the provider, some are not sent. */
  hurried: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    pace: { ...ASKED, runMs: () => 5 * 60_000, cancelingMs: 300 },
    faults: { upload: ({ nth }) => (nth > 2 ? '500-before' : null) },
    press: { deed: 'finishNow', when: 'batch-submitted' },
  }),
  /** A batch that would take too long for the deadline of its run. */
  deadline: () => ({
    rows: rowsOf(24),
    input: { ...FOUR_BATCHES, budgetUsd: '1', parameters: { maxOutputTokens: 200 } },
    afterLaunch: `update run set "deadlineAt" = now() + interval '10 minutes'`,
    ends: 'succeeded',
    pace: { ...ASKED, runMs: () => 5 * 60_000, cancelingMs: 300 },
  }),
  /** Input files of runs that are long gone, one of them without an id. */
  leftFiles: () => ({
    rows: rowsOf(24),
    input: FOUR_BATCHES,
    ends: 'succeeded',
    afterLaunch: `insert into input_file ("workspaceId", "connectionId", "batchId", "submissionId", "fileId", "createdAt")
      select "workspaceId", "connectionId", 'bat_gone', 'sub_gone', file, now() - interval '2 hours'
      from run, unnest(array['file-gone', null]) file`,
  }),
} as const satisfies Record<string, () => Scenario>;
export type ScenarioName = keyof typeof SCENARIOS;

export function scenarioOf(name: ScenarioName): Scenario {
  return SCENARIOS[name]();
}

function rowsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `message ${index} about a lost card`);
}

function isCall(request: Request, method: string, end: string): boolean {
  return request.method === method && new URL(request.url).pathname.endsWith(end);
}

async function copyOf(request: Request, change: (text: string) => string = (text) => text): Promise<() => Request> {
  const body = Buffer.from(change(Buffer.from(await request.arrayBuffer()).toString('latin1')), 'latin1');
  return () => new Request(request.url, { method: request.method, headers: request.headers, body });
}

function makeTwice(calls: number): Interceptor {
  let made = 0;
  return async (request, pass) => {
    if (!isCall(request, 'POST', '/batches') || ++made > calls) return pass(request);
    const again = await copyOf(request);
    await pass(again());
    await pass(again());
    return Response.error();
  };
}

/** Refuses the first batches of ours that it sees, however often they are sent. */
function refuseBatches(count: number): Interceptor {
  const refused = new Set<string>();
  return async (request, pass) => {
    if (!isCall(request, 'POST', '/batches')) return pass(request);
    const text = await request.text();
    const { batch } = (JSON.parse(text) as { metadata: { batch: string } }).metadata;
    if (refused.size < count) refused.add(batch);
    if (!refused.has(batch))
      return pass(new Request(request.url, { method: 'POST', headers: request.headers, body: text }));
    const error = {
      message: 'This batch is not to our taste.',
      type: 'invalid_request_error',
      param: null,
      code: null,
    };
    return Response.json({ error }, { status: 400 });
  };
}

/** Rows 1 and 7 get a method that the provider refuses, in a file of the same size. */
function spoilMarkedLines(): Interceptor {
  return async (request, pass) => {
    if (!isCall(request, 'POST', '/files')) return pass(request);
    const changed = await copyOf(request, (text) =>
      text
        .split('\n')
        .map((line) => (/message [17] about/.test(line) ? line.replace('"POST"', '"PUSH"') : line))
        .join('\n'),
    );
    return pass(changed());
  };
}

/** Nothing stands under the ids of the first batches, however often they are asked for. */
function hideBatches(count: number): Interceptor {
  const hidden = new Set<string>();
  return async (request, pass) => {
    const id = /\/batches\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1];
    if (request.method !== 'GET' || id === undefined) return pass(request);
    if (hidden.size < count) hidden.add(id);
    if (!hidden.has(id)) return pass(request);
    return Response.json({ error: { message: 'No such batch.', type: 'invalid_request_error' } }, { status: 404 });
  };
}

function refuseLooks(calls: number): Interceptor {
  let refused = 0;
  return async (request, pass) => {
    const isLook = request.method === 'GET' && /\/batches\/[^/]+$/.test(new URL(request.url).pathname);
    if (!isLook || ++refused > calls) return pass(request);
    return Response.json({ error: { message: 'Incorrect API key.', code: 'invalid_api_key' } }, { status: 401 });
  };
}

function misstateSizes(calls: number): Interceptor {
  let misstated = 0;
  return async (request, pass) => {
    const isUpload = isCall(request, 'POST', '/files');
    const response = await pass(request);
    if (!isUpload || response.type === 'error' || ++misstated > calls) return response;
    const file: Record<string, unknown> = { ...(await response.json()), bytes: 1 };
    return Response.json(file);
  };
}

/** So many times as fast as ours. */
function fastClock(times: number): () => number {
  const startMs = Date.now();
  return () => startMs + (Date.now() - startMs) * times;
}
