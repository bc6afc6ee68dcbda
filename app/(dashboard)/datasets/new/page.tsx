import type { Metadata } from 'next';
import { UploadForm } from '#components/datasets/upload-form.tsx';
import { OnlyLooking } from '#components/ui/only-looking.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Add a dataset' };

export default async function NewDatasetPage() {
  const { role } = await requirePageActor();
  return (
    <div className="max-w-4xl">
      <PageHeader title="Add a dataset">
        Choose a CSV file. Its encoding, its delimiter and its columns are found out and shown before anything is
        stored.
      </PageHeader>
      {can(role, 'dataset:create') ? <UploadForm /> : <OnlyLooking role={role} what="add datasets" />}
    </div>
  );
}
