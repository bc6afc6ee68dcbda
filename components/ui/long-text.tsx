'use client';

import { useState } from 'react';
import { countOf } from '#lib/format.ts';

/** So much is shown at first, and so much more at every press: a text of megabytes would hold up the whole page. */
const FIRST_CHARS = 4000;
const MORE_CHARS = 100_000;

/** A text of any length exactly as it is, line breaks and all. */
export function LongText({ text }: { text: string }) {
  const [chars, setChars] = useState(FIRST_CHARS);
  const rest = text.length - chars;
  return (
    <span className="block break-words whitespace-pre-wrap">
      {rest > 0 ? text.slice(0, chars).toWellFormed() : text}
      {rest > 0 && (
        <button
          type="button"
          onClick={() => setChars(chars + MORE_CHARS)}
          className="block text-accent underline underline-offset-2"
        >
          Show more ({countOf(rest, 'character')} left)
        </button>
      )}
    </span>
  );
}
