type ProgressBarProps = { label: string; value: number; max: number; text: string };

/** How far something has come, with the same said in words under it. Unknown length: `max` 0. */
export function ProgressBar({ label, value, max, text }: ProgressBarProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        {...(max > 0 && { 'aria-valuemax': max, 'aria-valuenow': Math.min(value, max) })}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-bar-waiting"
      >
        <div className="h-full bg-bar-progress" style={{ width: `${share * 100}%` }} />
      </div>
      <p className="mt-1.5 text-ink-muted tabular-nums">{text}</p>
    </div>
  );
}
