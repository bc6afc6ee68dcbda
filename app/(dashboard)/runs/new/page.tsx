import type { Metadata } from 'next';
import { NewDraft, StartDraft } from '#components/runs/new-draft.tsx';
import { Content } from '#components/ui/content.tsx';
import { OnlyLooking } from '#components/ui/only-looking.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { listDatasets } from '#lib/datasets/server/dataset-queries.ts';
import { db } from '#lib/platform/db/client.ts';

export const metadata: Metadata = { title: 'New run' };

const NEWEST = 24;

type Props = {
  searchParams: Promise<{ dataset?: string; template?: string; from?: string; rows?: string; edit?: string }>;
};

export default async function NewRunPage({ searchParams }: Props) {
  const { workspaceId, role } = await requirePageActor();
  if (!can(role, 'run:create')) {
    return (
      <Content>
        <div>
          <PageHeader title="New run">Ask one question of every row.</PageHeader>
          <OnlyLooking role={role} what="prepare runs" />
        </div>
      </Content>
    );
  }
  const { dataset: datasetId, template: templateId, from, rows, edit } = await searchParams;
  const isBegun = datasetId || templateId || from || edit;
  return (
    <Content>
      <div>
        <PageHeader title="New run">Ask one question of every row. Which rows?</PageHeader>
        {isBegun ? (
          <StartDraft begin={{ datasetId, templateId, from, allRows: rows === 'all', edit }} />
        ) : (
          <NewDraft datasets={await listDatasets(db(), workspaceId, { limit: NEWEST })} />
        )}
      </div>
    </Content>
  );
}
