import { ownAnswer } from '#lib/own-answer.ts';
import { detailOf } from '#lib/problem-detail.ts';
import { formatRowRanges } from '#lib/results/row-ranges.ts';
import type { AnswerFacets, ResultCounts, ResultDetail, ResultRow, ResultWindow } from '#lib/results/schema.ts';

/** What the results page asks the server for. Refusals come as errors whose message is a sentence for the reader. */

export async function fetchWindow(
  runId: string,
  asked: { rows: readonly number[]; firstColumn: number },
  signal: AbortSignal,
): Promise<ResultRow[]> {
  const query = new URLSearchParams({ rows: formatRowRanges(asked.rows), firstColumn: String(asked.firstColumn) });
  const response = await ask(`/api/runs/${runId}/rows?${query}`, signal);
  return ownAnswer<ResultWindow>(await response.json(), ['rows']).rows;
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
  return ownAnswer<ResultDetail>(await response.json(), ['rowIndex', 'values', 'outputs', 'status']);
}

export async function fetchCounts(runId: string, signal: AbortSignal): Promise<ResultCounts> {
  const response = await ask(`/api/runs/${runId}/counts`, signal);
  return ownAnswer<ResultCounts>(await response.json(), ['status', 'counts']);
}

export async function fetchFacets(runId: string, signal: AbortSignal): Promise<AnswerFacets['facets']> {
  const response = await ask(`/api/runs/${runId}/answers`, signal);
  return ownAnswer<AnswerFacets>(await response.json(), ['facets']).facets;
}

async function ask(address: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(address, { signal }).catch((cause) => {
    // What was called off is nobody's trouble; anything else never reached the server, which browsers say in words of theirs.
    if (signal.aborted) throw cause;
    throw new Error('The server cannot be reached. Nothing is lost; look again when the connection is back.', {
      cause,
    });
  });
  if (response.ok) return response;
  const detail = detailOf(await response.json().catch(() => null));
  throw new Error(detail ?? `The server answered with status ${response.status}. Try again in a moment.`);
}
