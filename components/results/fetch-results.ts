import { detailOf } from '#lib/problem-detail.ts';
import { formatRowRanges } from '#lib/results/row-ranges.ts';
import type { AnswerFacets, ResultCounts, ResultDetail, ResultRow } from '#lib/results/schema.ts';

/** The forms of the answers come with the first of them: the page itself does not need them to be shown. */
const loadSchema = () => import('#lib/results/schema.ts');

/** What the results page asks the server for. Refusals come as errors whose message is a sentence for the reader. */

export async function fetchWindow(
  runId: string,
  asked: { rows: readonly number[]; firstColumn: number },
  signal: AbortSignal,
): Promise<ResultRow[]> {
  const query = new URLSearchParams({ rows: formatRowRanges(asked.rows), firstColumn: String(asked.firstColumn) });
  const response = await ask(`/api/runs/${runId}/rows?${query}`, signal);
  const { ResultWindow } = await loadSchema();
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
  const { ResultDetail } = await loadSchema();
  return ResultDetail.parse(await response.json());
}

export async function fetchCounts(runId: string, signal: AbortSignal): Promise<ResultCounts> {
  const response = await ask(`/api/runs/${runId}/counts`, signal);
  const { ResultCounts } = await loadSchema();
  return ResultCounts.parse(await response.json());
}

export async function fetchFacets(runId: string, signal: AbortSignal): Promise<AnswerFacets['facets']> {
  const response = await ask(`/api/runs/${runId}/answers`, signal);
  const { AnswerFacets } = await loadSchema();
  return AnswerFacets.parse(await response.json()).facets;
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
