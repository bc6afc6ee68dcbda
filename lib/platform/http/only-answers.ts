import 'server-only';
import { methodNotAllowed } from './problem.ts';

const METHODS = ['DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;
type Method = (typeof METHODS)[number];

/**
 * The handlers of every method for a route that answers only some: a route file exports those it does not answer itself,
 * so that a wrong method gets problem details with the right ones, not an empty body. OPTIONS says which they are.
 */
export function onlyAnswers(...answered: readonly Method[]): Record<Method, () => Response> {
  const methods = [...answered, ...(answered.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
  const allowed = methods.join(', ');
  const refuse = () => methodNotAllowed(allowed);
  const tell = () => new Response(null, { status: 204, headers: { allow: allowed } });
  return { DELETE: refuse, GET: refuse, OPTIONS: tell, PATCH: refuse, POST: refuse, PUT: refuse };
}
