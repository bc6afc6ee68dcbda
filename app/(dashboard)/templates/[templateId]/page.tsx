import type { Metadata } from 'next';
import { RunTable } from '#components/runs/run-table.tsx';
import { TemplateActions } from '#components/templates/template-actions.tsx';
import { answerWord, columnsSentence } from '#components/templates/template-words.ts';
import { VersionList } from '#components/templates/version-list.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { orNotFound } from '#lib/platform/http/or-not-found.ts';
import { listRunViews } from '#lib/runs/server/run-view.ts';
import { getTemplate, listTemplateVersions } from '#lib/templates/server/template-queries.ts';

type Props = { params: Promise<{ templateId: string }> };

const RUNS_SHOWN = 25;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspaceId } = await requirePageActor();
  return { title: (await orNotFound(getTemplate(db(), workspaceId, (await params).templateId))).name };
}

export default async function TemplatePage({ params }: Props) {
  const { workspaceId, role } = await requirePageActor();
  const { templateId } = await params;
  const template = await orNotFound(getTemplate(db(), workspaceId, templateId));
  const [versions, { data: runs, nextAfter }] = await Promise.all([
    listTemplateVersions(db(), workspaceId, templateId),
    listRunViews(db(), workspaceId, { templateId, limit: RUNS_SHOWN }),
  ]);
  const { latest } = template;
  return (
    <div className="max-w-[75rem]">
      <PageHeader
        title={template.name}
        badge={template.archivedAt && <Badge>Archived</Badge>}
        action={
          can(role, 'run:create') && (
            <LinkButton kind="primary" href={`/runs/new?template=${template.id}`}>
              New run with this template
            </LinkButton>
          )
        }
      >
        {answerWord(latest.output)}. {columnsSentence(latest.columns)}
      </PageHeader>
      <div className="flex flex-col gap-6">
        <VersionList versions={versions} />
        <section aria-labelledby="template-runs" className="flex flex-col gap-3">
          <h2 id="template-runs" className="text-base font-semibold">
            Runs with this template
          </h2>
          {runs.length > 0 && <RunTable label="Runs with this template, newest first" runs={runs} />}
          {runs.length === 0 && (
            <p className="text-ink-muted">
              None yet. Every run that asks exactly this, and was started from it, is listed here.
            </p>
          )}
          {nextAfter && <p className="text-xs text-ink-muted">The newest {RUNS_SHOWN} are shown.</p>}
        </section>
        {can(role, 'template:change') && <TemplateActions template={template} />}
      </div>
    </div>
  );
}
