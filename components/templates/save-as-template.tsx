'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { issueOf } from '#lib/auth/form-problems.ts';
import { saveRunAsTemplateAction } from '#lib/runs/actions.ts';
import { addTemplateVersionAction, createTemplateAction } from '#lib/templates/actions.ts';
import type { Question } from '#lib/templates/schema.ts';

type Saved = { templateId: string; versionId: string; number: number };

type SaveAsTemplateProps = {
  /** A run, or what a form asks with the columns of its data: the template keeps those its instruction asks for. */
  source: { runId: string } | { ask: () => Promise<Question>; columns: readonly string[] };
  /** What a new template is called at first. */
  name: string;
  /** The template the question came from: a new version of it is offered. */
  template?: { id: string; name: string } | null;
  onSaved?: (saved: Saved) => void;
};

/** Keeps what is asked, to ask it again of other data. */
export function SaveAsTemplate(props: SaveAsTemplateProps) {
  return (
    <DialogButton text="Save as template" title="Save as template">
      {(close) => <SaveForm {...props} close={close} />}
    </DialogButton>
  );
}

type Choice = 'version' | 'new';

function SaveForm({ source, name, template, onSaved, close }: SaveAsTemplateProps & { close: () => void }) {
  const [choice, setChoice] = useState<Choice>(template ? 'version' : 'new');
  const [newName, setNewName] = useState(template ? '' : name);
  const save = useMutation({
    mutationFn: async () => {
      if ('runId' in source) return saveRunAsTemplateAction({ runId: source.runId, name: newName });
      const saved = { question: await source.ask(), columns: [...source.columns] };
      return template && choice === 'version'
        ? addTemplateVersionAction({ templateId: template.id, ...saved })
        : createTemplateAction({ name: newName, ...saved });
    },
    onSuccess: (result) => result.ok && onSaved?.(result.data),
  });
  const result = save.data ?? null;
  const issue = issueOf(result, 'name');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    // A dialog may stand inside the form of a page, as React sees it: only this one is sent.
    event.stopPropagation();
    if (!save.isPending) save.mutate();
  }

  if (result?.ok) return <SavedNote saved={result.data} close={close} />;
  return (
    <form onSubmit={onSubmit} noValidate className="mt-3 flex flex-col gap-4">
      <p className="text-ink-muted">
        The instruction and the answer are kept, to be asked of other data. Data, model and cost are not part of it.
      </p>
      {result?.ok === false && !issue && <Alert>{result.error.message}</Alert>}
      {save.isError && <Alert>The server could not be reached. Nothing was saved; try again.</Alert>}
      {template && (
        <RadioCards
          legend="Save it as"
          cards={[
            { value: 'version', label: 'A new version', description: `Of “${template.name}”; older versions stay.` },
            { value: 'new', label: 'A new template', description: 'Beside the others, with a name of its own.' },
          ]}
          value={choice}
          onChange={setChoice}
        />
      )}
      {choice === 'new' && (
        <TextField
          label="Name of the template"
          name="templateName"
          isRequired
          autoFocus
          value={newName}
          onChange={setNewName}
          error={issue}
          placeholder="Label support messages"
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>Cancel</Button>
        <Button type="submit" kind="primary" isPending={save.isPending}>
          Save template
        </Button>
      </div>
    </form>
  );
}

function SavedNote({ saved, close }: { saved: Saved; close: () => void }) {
  return (
    <div className="mt-3 flex flex-col gap-4">
      <Alert tone="good">
        Saved as version {saved.number}.{' '}
        <Link href={`/templates/${saved.templateId}`} className="font-medium underline">
          See the template
        </Link>
      </Alert>
      <div className="flex justify-end">
        <Button onPress={close}>Done</Button>
      </div>
    </div>
  );
}
