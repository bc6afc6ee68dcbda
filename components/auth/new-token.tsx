'use client';

import { useId, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

/** The one time a token can be seen. The field is there to select by hand where the clipboard is not allowed. */
export function NewToken({ name, token }: { name: string; token: string }) {
  const id = useId();
  const [note, setNote] = useState('');

  async function copy() {
    try {
      await navigator.clipboard.writeText(token);
      setNote('Copied.');
    } catch {
      setNote('The browser did not allow copying. Select the token and copy it by hand.');
    }
  }

  return (
    <Alert tone="warn" title={`Copy the token ${name} now. It is not shown again.`}>
      <div className="mt-2 flex gap-2">
        <label htmlFor={id} className="sr-only">
          New token
        </label>
        <input
          id={id}
          readOnly
          value={token}
          onFocus={(event) => event.target.select()}
          className="w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 py-1 font-mono text-xs text-ink"
        />
        <Button onPress={copy}>Copy</Button>
      </div>
      <p aria-live="polite" className="mt-1 text-xs">
        {note}
      </p>
    </Alert>
  );
}
