export const MAX_PROMPT_CHARS = 200_000;
export const MAX_LABELS = 1000;
export const MAX_LABEL_CHARS = 500;
export const MAX_DESCRIPTION_CHARS = 500;
/** Every request carries all of them. */
export const MAX_DESCRIPTIONS_CHARS = 50_000;
