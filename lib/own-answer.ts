/**
 * An answer of our own server, looked at only for being one at all and having these fields: what stands in them the server
 * made. Schemas check what others send; here their code would take longer to come than the answer itself.
 */
export function ownAnswer<Answer extends object>(value: unknown, names: readonly (keyof Answer & string)[]): Answer {
  if (!hasFields<Answer>(value, names))
    throw new Error('The server answered in a form that this page does not know. Reload the page.');
  return value;
}

function hasFields<Answer extends object>(value: unknown, names: readonly (keyof Answer & string)[]): value is Answer {
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}
