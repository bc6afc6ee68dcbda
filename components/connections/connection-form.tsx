'use client';

import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { formProblemOf, issueOf } from '#lib/auth/form-problems.ts';
import { createConnectionAction } from '#lib/providers/actions.ts';

/** Adds an account at a provider. The key is never shown again, not even in this form after a mistake. */
export function ConnectionForm() {
  const [result, action] = useActionState(createConnectionAction, null);
  const problem = formProblemOf(result);
  const typed = result?.ok === false ? result.typed : {};
  return (
    <form action={action} className="flex max-w-xl flex-col gap-4" noValidate>
      {result?.ok && <Alert tone="good">{result.data.name} is added. Test it in the list above.</Alert>}
      {problem && <Alert>{problem}</Alert>}
      <TextField
        label="Name"
        name="name"
        isRequired
        placeholder="OpenAI, marketing"
        defaultValue={typed.name}
        error={issueOf(result, 'name')}
      />
      <TextField
        label="Address (optional)"
        name="baseUrl"
        type="url"
        isMono
        placeholder="https://api.openai.com/v1"
        description="Leave it empty for OpenAI. Any provider with a compatible batch API works."
        defaultValue={typed.baseUrl}
        error={issueOf(result, 'baseUrl')}
      />
      <TextField
        label="Key"
        name="apiKey"
        type="password"
        isRequired
        isMono
        autoComplete="off"
        description="The long secret text from the provider’s page. Stored encrypted; it cannot be read again here, only replaced."
        error={issueOf(result, 'apiKey')}
      />
      <Disclosure summary="Advanced" isOpen={issueOf(result, 'key') !== undefined}>
        <TextField
          label="Short name (optional)"
          name="shortName"
          isMono
          placeholder="openai-marketing"
          description="Only for programs that start runs by themselves: what they call this connection. Small letters, digits and hyphens; left empty, it is made from the name."
          defaultValue={typed.shortName}
          error={issueOf(result, 'key')}
        />
      </Disclosure>
      <div>
        <SubmitButton>Add connection</SubmitButton>
      </div>
    </form>
  );
}
