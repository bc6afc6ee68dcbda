import { defineRoute } from '#lib/auth/server/define-route.ts';
import { AppError } from '#lib/errors.ts';

// Whatever no other route answers: a program that mistyped an address gets problem details, not a web page.
const refuse = defineRoute<{ path?: string[] }>('read', async ({ params }) => {
  const address = ['/api', ...(params.path ?? [])].join('/');
  throw new AppError('not_found', `There is nothing at ${address}. GET /api/v1/openapi.json lists what there is.`);
});

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
