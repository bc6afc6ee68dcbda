/** For whoever wants to see how it goes before their own data. */
export function SampleFileLink() {
  return (
    <p className="text-ink-muted">
      No file at hand?{' '}
      <a href="/samples/support-messages.csv" download className="text-accent underline underline-offset-2">
        Download a sample CSV
      </a>{' '}
      of messages to a support desk.
    </p>
  );
}
