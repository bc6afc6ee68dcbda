import { z } from 'zod';
import { formatRowRanges } from '#lib/results/row-ranges.ts';
import { AnswerFacets, ResultCounts, ResultDetail, type ResultRow, ResultWindow } from '#lib/results/schema.ts';

/** What the results page asks the server for. Refusals come as errors whose message is a sentence for the reader. */

export async function fetchWindow(
  runId: string,
  asked: { rows: readonly number[]; firstColumn: number },
  signal: AbortSignal,
): Promise<ResultRow[]> {
  const query = new URLSearchParams({ rows: formatRowRanges(asked.rows), firstColumn: String(asked.firstColumn) });
  const response = await ask(`/api/runs/${runId}/rows?${query}`, signal);
  return ResultWindow.parse(await response.json()).rows;
}

export type ListPiece = { rows: Int32Array; nextFrom: number | null };

/** The next rows of a view, from row `from` on. */
export async function fetchListPiece(
  runId: string,
  queryText: string,
  from: number,
  signal: AbortSignal,
): Promise<ListPiece> {
  const query = new URLSearchParams(queryText);
  query.set('from', String(from));
  const response = await ask(`/api/runs/${runId}/row-list?${query}`, signal);
  const nextFrom = response.headers.get('x-next-from');
  return { rows: new Int32Array(await response.arrayBuffer()), nextFrom: nextFrom === null ? null : Number(nextFrom) };
}

export async function fetchDetail(runId: string, rowNumber: number, signal: AbortSignal): Promise<ResultDetail> {
  const response = await ask(`/api/runs/${runId}/rows/${rowNumber}`, signal);
  return ResultDetail.parse(await response.json());
}

export async function fetchCounts(runId: string, signal: AbortSignal): Promise<ResultCounts> {
  return ResultCounts.parse(await (await ask(`/api/runs/${runId}/counts`, signal)).json());
}

export async function fetchFacets(runId: string, signal: AbortSignal): Promise<AnswerFacets['facets']> {
  return AnswerFacets.parse(await (await ask(`/api/runs/${runId}/answers`, signal)).json()).facets;
}

const Problem = z.object({ detail: z.string() });

async function ask(address: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(address, { signal });
  if (response.ok) return response;
  const problem = Problem.safeParse(await response.json().catch(() => null));
  throw new Error(problem.data?.detail ?? `The server answered with status ${response.status}. Try again in a moment.`);
}
