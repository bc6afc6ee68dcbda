/** The first piece of a file, and every piece where something on the way takes no larger ones: web servers usually take 1 MiB. */
export const FIRST_CHUNK_BYTES = 1_000_000;
export const MAX_CHUNK_BYTES = 8_000_000;
