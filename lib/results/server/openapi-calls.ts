import 'server-only';
import type { z } from 'zod';
import { DatasetsQuery, DatasetUploadQuery, RowsQuery } from '#lib/datasets/schema.ts';
import { CostsQuery, SavingsQuery } from '#lib/pricing/cost-report.ts';
import { ExportQuery } from '#lib/results/schema.ts';
import { EventsQuery, ItemsQuery, RunsQuery } from '#lib/runs/http-schema.ts';
import { BUDGET_CALLS } from './openapi-budget-calls.ts';
import { EXAMPLE_APPROVAL_ID, EXAMPLE_DATASET, EXAMPLE_RUN, EXAMPLE_RUN_INPUT } from './openapi-examples.ts';
import type { SchemaName } from './openapi-schemas.ts';

type Body = { type: string; schema?: SchemaName; example?: unknown };

/** One call of the HTTP API. `problems` are the statuses it may refuse with, beyond those every call may. */
export type ApiCall = {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  operationId: string;
  tag: 'Datasets' | 'Runs' | 'Results' | 'Reports' | 'Service';
  summary: string;
  description?: string;
  isPublic?: boolean;
  query?: z.ZodObject;
  headers?: Record<string, string>;
  areHeadersRequired?: boolean;
  body?: Body & { isOptional?: boolean };
  answers: Record<number, { description: string; bodies?: Body[] }>;
  problems: readonly number[];
};

/** What a parameter of a query means, by its name. */
export const PARAMETER_WORDS: Record<string, string> = {
  after: 'The `nextAfter` of the page before.',
  limit: 'So many at most.',
  search: 'Only those whose name contains this.',
  name: 'What the dataset is called; `dataset` when absent.',
  delimiter: 'What separates the cells: `,` `;` `|` or `tab`. Detected when absent.',
  encoding: 'The encoding of the file, such as `utf-8` or `windows-1252`. Detected when absent.',
  header: '`false` when the first line is data.',
  mode: '`strict` refuses a file with mistakes; `lenient` repairs them and lists in `notes` what it changed; `leave_out` does so too, but leaves out rows with too many or too few cells.',
  status: 'Only rows with this status.',
  cause: 'Only rows that failed for this reason.',
  format: 'As what it is answered.',
  separator:
    'CSV only. What stands between the cells: `semicolon` for spreadsheets of countries that write numbers as 1,5.',
  columns:
    '`own`: only the columns of the sheet, the answers (whose names say when they are simulated) and, where rows failed, `_error`. `all` when absent.',
  from: 'The first day, of UTC. The first of the month of `to` when absent.',
  to: 'The last day, of UTC, which is part of the period. Today when absent.',
  by: 'What the costs are added up by.',
  month: 'The month the amounts are of, such as 2026-12. The one that is now, in UTC, when absent.',
  model: 'Only runs of this model.',
  member: 'Only runs of the person with this id. Leads only; others see their own in any case.',
  label: 'Only runs with this label, in whatever case; empty, those without any.',
  template: 'Only runs that ask what a version of the template with this id asks.',
  simulated:
    '`false` leaves what was paid, `true` what the sandbox made up. Both when absent, each on lines of its own.',
  safe: 'CSV only. `true`: cells that a spreadsheet would run as formulas begin with an apostrophe, and the file begins with a byte order mark. `false`: every cell exactly as it came.',
};

const json = (schema: SchemaName, example?: unknown): Body => ({
  type: 'application/json',
  schema,
  ...(example !== undefined && { example }),
});

const changedRun = { 200: { description: 'The run as it is now.', bodies: [json('Run', EXAMPLE_RUN)] } };

function steering(verb: string, summary: string, description: string): ApiCall {
  return {
    ...{ method: 'post', path: `/api/v1/runs/{id}/${verb}`, operationId: `${verb}Run`, tag: 'Runs' },
    ...{ summary, description, answers: changedRun, problems: [404, 409] },
  };
}

const DATASET_CALLS: ApiCall[] = [
  {
    ...{ method: 'post', path: '/api/v1/datasets', operationId: 'createDataset', tag: 'Datasets' },
    summary: 'Upload a CSV file',
    description:
      'The body is the file itself and may be of any size. The answer comes when every row is stored; of a file that is refused nothing is.',
    query: DatasetUploadQuery,
    body: { type: 'text/csv', example: 'text,category\nWhere is my card?,lost_card\n' },
    answers: { 201: { description: 'Every row is stored.', bodies: [json('Dataset', EXAMPLE_DATASET)] } },
    problems: [413, 415, 422],
  },
  {
    ...{ method: 'get', path: '/api/v1/datasets', operationId: 'listDatasets', tag: 'Datasets' },
    ...{ summary: 'List datasets, newest first', query: DatasetsQuery },
    answers: { 200: { description: 'A page of datasets.', bodies: [json('DatasetPage')] } },
    problems: [422],
  },
  {
    ...{ method: 'get', path: '/api/v1/datasets/{id}', operationId: 'getDataset', tag: 'Datasets' },
    summary: 'Get a dataset',
    answers: { 200: { description: 'The dataset.', bodies: [json('Dataset', EXAMPLE_DATASET)] } },
    problems: [404],
  },
  {
    ...{ method: 'delete', path: '/api/v1/datasets/{id}', operationId: 'deleteDataset', tag: 'Datasets' },
    summary: 'Delete a dataset',
    description: 'Runs made of it keep their rows: they can still be shown and downloaded.',
    answers: { 204: { description: 'It is deleted.' } },
    problems: [404],
  },
  {
    ...{ method: 'get', path: '/api/v1/datasets/{id}/rows', operationId: 'listDatasetRows', tag: 'Datasets' },
    ...{ summary: 'List the rows of a dataset, in the order of the file', query: RowsQuery },
    answers: { 200: { description: 'A page of rows.', bodies: [json('DatasetRowPage')] } },
    problems: [404, 422],
  },
];

const RUN_CALLS: ApiCall[] = [
  {
    ...{ method: 'post', path: '/api/v1/runs', operationId: 'createRun', tag: 'Runs' },
    summary: 'Make a run, and launch it when `launch` is true',
    description:
      'With an Idempotency-Key, sending the same body again answers with the same run and makes no other. The order of keys in the body does not matter. Where the workspace wants a lead’s approval for the launch, a token of a member gets a run in status draft, and `approval.status` is `requested`.',
    headers: { 'Idempotency-Key': 'A value of your own making for this one run, such as a UUID.' },
    body: json('RunInput', EXAMPLE_RUN_INPUT),
    answers: {
      201: { description: 'The run is made, now or by this key and body before.', bodies: [json('Run', EXAMPLE_RUN)] },
    },
    problems: [400, 404, 409, 413, 415, 422],
  },
  {
    ...{ method: 'get', path: '/api/v1/runs', operationId: 'listRuns', tag: 'Runs' },
    ...{ summary: 'List runs, newest first', query: RunsQuery },
    answers: { 200: { description: 'A page of runs.', bodies: [json('RunPage')] } },
    problems: [422],
  },
  {
    ...{ method: 'get', path: '/api/v1/runs/{id}', operationId: 'getRun', tag: 'Runs' },
    ...{ summary: 'Get a run: status, counts, cost', answers: { 200: { ...changedRun[200] } }, problems: [404] },
  },
  {
    ...{ method: 'patch', path: '/api/v1/runs/{id}', operationId: 'changeRun', tag: 'Runs' },
    summary: 'File a run under other labels, also when it is over',
    description:
      'The labels given take the place of those it has. What it cost counts under them from now on, whenever it was spent.',
    body: json('RunChange', { labels: ['Q4 support'] }),
    answers: changedRun,
    problems: [400, 404, 409, 413, 415, 422],
  },
  steering(
    'launch',
    'Launch a draft',
    'Launching it again changes nothing. Where the workspace wants a lead’s approval for it, a token of a member is refused (409), and the approval is asked for: `approval` of the run says so.',
  ),
  {
    ...steering(
      'approve',
      'Approve a run that was asked for, and launch it',
      'For leads and owners. It is launched exactly as it was shown, at the price it was shown with. `approvalId` (the `id` in `approval` of the run) keeps from approving a request that was made since; a request that was decided, withdrawn or changed meanwhile is refused (409).',
    ),
    body: { ...json('ApproveInput', { approvalId: EXAMPLE_APPROVAL_ID }), isOptional: true },
    problems: [400, 404, 409, 413, 415, 422],
  },
  {
    ...steering('decline', 'Decline a run that was asked for', 'For leads and owners. The run stays a draft.'),
    body: json('DeclineInput', { note: 'Try 100 rows first.' }),
    problems: [400, 404, 409, 413, 415, 422],
  },
  {
    ...steering('retry', 'Retry failed rows', 'Rows that have an answer are never sent again.'),
    body: { ...json('RetryInput', { causes: ['expired'], rows: [4, 17] }), isOptional: true },
    problems: [400, 404, 409, 413, 415, 422],
  },
  {
    ...{ method: 'get', path: '/api/v1/runs/{id}/finish-now', operationId: 'offerFinishNow', tag: 'Runs' },
    summary: 'What it may cost to finish a run now',
    description:
      'Nothing is sent by asking. A run with nothing left, with more than 10,000 rows left, or one that is not running, is a 409.',
    answers: { 200: { description: 'What it comes to.', bodies: [json('FinishNowOffer')] } },
    problems: [404, 409],
  },
  {
    ...steering(
      'finish-now',
      'Finish the rest of a run now, at the real-time price',
      'The provider is asked to stop its batches: what it has finished by then is kept, at the price of a batch. The other rows are asked for one by one. Where it may cost more than `mostUsd` by now, nothing is done (409).',
    ),
    operationId: 'finishRunNow',
    body: { ...json('FinishNowInput', { mostUsd: '0.41' }), isOptional: true },
    problems: [400, 404, 409, 413, 415, 422],
  },
  steering('cancel', 'Cancel a run', 'Rows answered by the time the provider stops are kept, and paid for.'),
  steering('pause', 'Send nothing more for now', 'Batches at the provider go on.'),
  steering('resume', 'Go on with a paused run', 'It goes on with the rows that are still waiting.'),
  {
    ...{ method: 'get', path: '/api/v1/runs/{id}/items', operationId: 'listRunItems', tag: 'Results' },
    ...{ summary: 'List the rows of a run with their answers, in the order of the dataset', query: ItemsQuery },
    description: 'Rows appear here once the run has begun to send them.',
    answers: { 200: { description: 'A page of rows.', bodies: [json('RunItemPage')] } },
    problems: [404, 422],
  },
  {
    ...{ method: 'get', path: '/api/v1/runs/{id}/results', operationId: 'downloadResults', tag: 'Results' },
    summary: 'Download the sheet with its answers, in the order of the dataset',
    description:
      'The original columns, then the answer columns, then `_row`, `_status`, `_error`, `_attempts`, `_model`, `_input_tokens`, `_output_tokens` and `_cost_usd`; ours get `_2` where the sheet has a column of that name. Every row is there, whatever its status.',
    query: ExportQuery,
    answers: {
      200: { description: 'The file, as a stream.', bodies: [{ type: 'text/csv' }, { type: 'application/x-ndjson' }] },
    },
    problems: [404, 422],
  },
  {
    ...{ method: 'get', path: '/api/v1/runs/{id}/events', operationId: 'listRunEvents', tag: 'Runs' },
    ...{ summary: 'List what happened to a run, oldest first, or download its whole log', query: EventsQuery },
    description:
      '`json` is a page of lines; `csv` is the whole log as a file with the columns time, kind, batch and message, one line an event, where `after` and `limit` mean nothing.',
    answers: {
      200: { description: 'A page, or the file.', bodies: [json('RunEventPage'), { type: 'text/csv' }] },
    },
    problems: [404, 422],
  },
];

const REPORT_CALLS: ApiCall[] = [
  {
    ...{ method: 'get', path: '/api/v1/reports/costs', operationId: 'getCosts', tag: 'Reports' },
    ...{ summary: 'What was spent and saved in a period', query: CostsQuery },
    description:
      'Days are of UTC. A batch belongs to the day the provider was done with it. Every amount is exact; what is not known is null, and `unknown` in the file, and `unknownRequests` says how many requests are in no amount. Leads see the whole workspace, members what their own runs cost, viewers and tokens below a lead nothing. By label, a run with two labels is in both lines, so they may add up to more than `total`.',
    answers: {
      200: { description: 'The report, or the file.', bodies: [json('CostReport'), { type: 'text/csv' }] },
    },
    problems: [422],
  },
  {
    ...{ method: 'get', path: '/api/v1/reports/savings', operationId: 'getSavings', tag: 'Reports' },
    ...{ summary: 'What every run of a period saved, with all it is worked out from', query: SavingsQuery },
    description:
      'A line for each price that requests of a run had, the dearest run first: the prices it was launched with, the tokens that were billed and those of usable answers, the amounts, and the numbers in the formula. Requests that cost the price of long ones stand in a line of their own, so every line can be worked out again to the last digit; `requestsAre` says `not kept` where that is not possible. The lines add up to the report of costs.',
    answers: {
      200: { description: 'The statement, or the file.', bodies: [json('SavingsStatement'), { type: 'text/csv' }] },
    },
    problems: [422],
  },
];

const SERVICE_CALLS: ApiCall[] = [
  {
    ...{ method: 'get', path: '/api/health', operationId: 'getHealth', tag: 'Service', isPublic: true },
    summary: 'Whether the database answers and a worker is alive',
    answers: {
      200: { description: 'All is well.', bodies: [json('Health')] },
      503: { description: 'The part that is `down` is not.', bodies: [json('Health')] },
    },
    problems: [],
  },
  {
    ...{ method: 'get', path: '/metrics', operationId: 'getMetrics', tag: 'Service' },
    summary: 'Figures for Prometheus and autoscalers, over all processes',
    answers: { 200: { description: 'Prometheus text format.', bodies: [{ type: 'text/plain' }] } },
    problems: [],
  },
  {
    ...{ method: 'get', path: '/api/v1/openapi.json', operationId: 'getOpenApi', tag: 'Service' },
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1.', bodies: [{ type: 'application/json' }] } },
    problems: [],
  },
  {
    ...{ method: 'post', path: '/api/webhooks/openai', operationId: 'receiveWebhook', tag: 'Service', isPublic: true },
    summary: 'Tell that something happened to a batch at the provider',
    description:
      'For the provider itself, which signs what it sends by Standard Webhooks with the secret that is set as OPENAI_WEBHOOK_SECRET. An event only has its batch looked at; the same event again, one of an unknown batch or one about something else changes nothing.',
    areHeadersRequired: true,
    headers: {
      'webhook-id': 'The same for every delivery of one event.',
      'webhook-timestamp': 'Seconds since 1970, at most 300 from now.',
      'webhook-signature':
        'One or more, with spaces between: `v1,` and the base64 of the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`.',
    },
    body: { type: 'application/json', example: { type: 'batch.completed', data: { id: 'batch_691f02c08c18' } } },
    answers: { 204: { description: 'Taken, also when it changes nothing.' } },
    problems: [400, 404, 413, 500, 503],
  },
];

export const API_CALLS: readonly ApiCall[] = [
  ...DATASET_CALLS,
  ...RUN_CALLS,
  ...REPORT_CALLS,
  ...BUDGET_CALLS,
  ...SERVICE_CALLS,
];
