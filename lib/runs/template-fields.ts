import type { TemplateVersion } from '#lib/templates/schema.ts';
import { answerDraftOf } from './answer-draft.ts';
import type { RunDraft } from './draft-form.ts';

/** The fields of a new run's form that a version of a template fills in; all others stay as they are. */
export function fieldsOfTemplate({ id, prompt, output, parameters }: TemplateVersion): Partial<RunDraft> {
  return {
    system: prompt.system ?? '',
    user: prompt.user,
    ...answerDraftOf(output),
    maxOutputTokens: parameters.maxOutputTokens?.toString() ?? '',
    temperature: parameters.temperature?.toString() ?? '',
    reasoningEffort: parameters.reasoningEffort ?? '',
    templateVersionId: id,
  };
}
