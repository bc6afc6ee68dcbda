import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { SaveAsTemplate } from '#components/templates/save-as-template.tsx';
import { useCode } from '#components/ui/use-code.ts';
import type { DraftCheck } from '#lib/runs/check-draft.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import { findTemplateVersionAction } from '#lib/templates/actions.ts';
import { isSameQuestion } from '#lib/templates/question.ts';
import type { Question } from '#lib/templates/schema.ts';
import { useOpenDraft } from './draft-context.tsx';

const loadChecks = () => import('#lib/runs/check-draft.ts');

/** Which template the draft asks, and a way to keep what it asks as one. */
export function DraftTemplate() {
  const { draft, setDraft, dataset, columns, problems } = useOpenDraft();
  const { templateVersionId: versionId } = draft;
  const { data } = useQuery({
    queryKey: ['template-version', versionId],
    queryFn: () => findTemplateVersionAction({ versionId }),
    enabled: versionId !== '',
  });
  const version = data?.ok ? data.data : null;
  // Only what came from a template is held against it.
  const checks = useCode(loadChecks, version !== null);
  const question = checks && questionOf(checks.checkDraft(dataset?.id ?? '', asked(draft)));
  async function ask(): Promise<Question> {
    const { checkDraft } = await loadChecks();
    const asks = questionOf(checkDraft(dataset?.id ?? '', asked(draft)));
    if (!asks) throw new Error('The draft asks nothing that could be kept');
    return asks;
  }
  const canBeAsked = Object.values(problems).every((issues) => issues.every(({ path }) => path === 'model'));
  const isChanged = version !== null && question !== null && !isSameQuestion(version, question);
  return (
    <div className="flex flex-wrap items-center gap-x-2 text-ink-muted">
      {version && (
        <p>
          From the template{' '}
          <Link href={`/templates/${version.templateId}`} className="text-accent underline">
            {version.name}
          </Link>
          , version {version.number}
          {isChanged && ', changed since'}.
        </p>
      )}
      {canBeAsked && (
        <SaveAsTemplate
          source={{ ask, columns }}
          name={draft.name}
          template={version && { id: version.templateId, name: version.name }}
          onSaved={(saved) => setDraft({ templateVersionId: saved.versionId })}
        />
      )}
    </div>
  );
}

/** The model does not matter for what is asked. */
function asked(draft: RunDraft): RunDraft {
  return { ...draft, model: 'any' };
}

/** What the draft asks, or null while that cannot be asked. */
function questionOf(check: DraftCheck): Question | null {
  if (!check.ok) return null;
  const { prompt, output, parameters } = check.input;
  return { prompt, output, parameters };
}
