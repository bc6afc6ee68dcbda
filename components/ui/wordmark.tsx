/** The name, with three rows of which two are done. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold">
      <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 text-accent" fill="currentColor">
        <rect x="1" y="2" width="18" height="4" rx="1.5" />
        <rect x="1" y="8" width="18" height="4" rx="1.5" />
        <rect x="1" y="14" width="9" height="4" rx="1.5" />
        <rect x="12" y="14" width="7" height="4" rx="1.5" opacity="0.35" />
      </svg>
      Rowmill
    </span>
  );
}
