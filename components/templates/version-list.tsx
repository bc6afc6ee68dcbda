import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Time } from '#components/ui/time.tsx';
import { countOf } from '#lib/format.ts';
import type { TemplateVersion } from '#lib/templates/schema.ts';
import { QuestionText } from './question-text.tsx';
import { answerWord, columnsSentence } from './template-words.ts';

type VersionListProps = { versions: readonly (TemplateVersion & { runCount: number })[] };

/** What a template asked, version by version: the newest open, the older ones folded. */
export function VersionList({ versions }: VersionListProps) {
  return (
    <Card title="Versions">
      <p className="text-ink-muted">
        A version is never changed, so a run always says what it asked. Saving from a run or a new run adds the next
        one.
      </p>
      <div className="mt-4 flex flex-col divide-y divide-line border-y border-line">
        {versions.map((version, index) => (
          <details key={version.id} open={index === 0} className="py-3">
            <summary className="cursor-pointer">
              <span className="font-medium">Version {version.number}</span>{' '}
              {index === 0 && <Badge tone="good">Current</Badge>}
              <span className="ml-2 text-xs text-ink-muted">
                <Time iso={version.createdAt} /> · {countOf(version.runCount, 'run')} · {answerWord(version.output)}
              </span>
            </summary>
            <div className="pl-4">
              <QuestionText question={version} />
              <p className="mt-3 text-xs break-words text-ink-muted">
                {columnsSentence(version.columns)}
                {settingsSentence(version)}
              </p>
            </div>
          </details>
        ))}
      </div>
    </Card>
  );
}

function settingsSentence({ parameters }: TemplateVersion): string {
  const { temperature, maxOutputTokens, reasoningEffort } = parameters;
  const settings = [
    temperature === undefined ? null : `temperature ${temperature}`,
    maxOutputTokens === undefined ? null : `at most ${countOf(maxOutputTokens, 'token')} an answer`,
    reasoningEffort === undefined ? null : `${reasoningEffort} effort`,
  ].filter((setting) => setting !== null);
  return settings.length === 0 ? '' : ` Settings: ${settings.join(', ')}.`;
}
