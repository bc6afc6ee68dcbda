import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { OwnerForm } from '#components/auth/owner-form.tsx';
import { hasAnyUser } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Welcome' };

export default async function WelcomePage() {
  await connection();
  if (await hasAnyUser()) redirect('/sign-in');
  return (
    <>
      <div>
        <h1 className="text-lg font-semibold">Welcome</h1>
        <p className="mt-1 text-ink-muted">
          Rowmill asks a language model the same question about every row of a spreadsheet and gives the sheet back with
          the answers, at half the usual price.
        </p>
        <p className="mt-2 text-ink-muted">
          You are the first here, so you become the owner of this workspace. This account lives on this machine only.
        </p>
      </div>
      <OwnerForm />
    </>
  );
}
