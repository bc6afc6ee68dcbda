import { ApiError } from './api-error.ts';

export type Page<T> = { object: 'list'; data: T[]; first_id: string | null; last_id: string | null; has_more: boolean };

/** One page of a sorted list, by the query's `limit` and `after` (an id). Throws ApiError 400 for a limit out of bounds or an id not in the list. */
export function pageOf<T extends { id: string }>(
  all: readonly T[],
  query: URLSearchParams,
  limits: { most: number; usual: number },
): Page<T> {
  const limit = limitOf(query.get('limit'), limits);
  const after = query.get('after');
  const at = after === null ? -1 : all.findIndex((one) => one.id === after);
  if (after !== null && at === -1) {
    throw new ApiError(400, `Invalid value for 'after': no object with id '${after}' found.`, {
      param: 'after',
      code: 'invalid_value',
    });
  }
  const data = all.slice(at + 1, at + 1 + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: at + 1 + limit < all.length,
  };
}

function limitOf(text: string | null, { most, usual }: { most: number; usual: number }): number {
  if (text === null) return usual;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit;
  const which =
    limit < 1 ? `below minimum value. Expected a value >= 1` : `above maximum value. Expected a value <= ${most}`;
  const message = Number.isInteger(limit)
    ? `Invalid 'limit': integer ${which}, but got ${limit} instead.`
    : `Invalid type for 'limit': expected an integer, but got '${text}' instead.`;
  throw new ApiError(400, message, { param: 'limit', code: 'invalid_value' });
}
