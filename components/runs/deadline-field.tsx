import { useEffect, useState } from 'react';
import { TextField } from '#components/ui/text-field.tsx';

type DeadlineFieldProps = { iso: string; onChange: (iso: string) => void; error: string | undefined };

/** A moment on the clock of whoever types it; kept with its time zone, so that it is the same moment everywhere. */
export function DeadlineField({ iso, onChange, error }: DeadlineFieldProps) {
  // The server does not know the clock of the person: until the browser can tell, the field is empty.
  const [typed, setTyped] = useState('');
  useEffect(() => setTyped(localOf(iso)), [iso]);
  function change(text: string) {
    setTyped(text);
    const ms = Date.parse(text);
    onChange(Number.isNaN(ms) ? '' : new Date(ms).toISOString());
  }
  return (
    <TextField
      type="datetime-local"
      label="Must be ready by (optional)"
      name="deadlineAt"
      value={typed}
      onChange={change}
      error={error}
      description="When time runs short, the rows that are left are asked for one by one: by flex, then at real-time price, and only if all of it stays below the cap. Needs a cap."
    />
  );
}

/** As the field wants it: the local day and time, without a zone. */
function localOf(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return '';
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}
