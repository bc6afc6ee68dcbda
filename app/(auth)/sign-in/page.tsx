import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { safeReturnPath } from '#lib/auth/return-path.ts';
import { findActor, hasAnyUser } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { next: asked } = await searchParams;
  const next = safeReturnPath(typeof asked === 'string' ? asked : null);
  if (await findActor()) redirect(next);
  if (!(await hasAnyUser())) redirect('/welcome');
  return (
    <>
      <h1 className="text-lg font-semibold">Sign in</h1>
      <SignInForm next={next} />
    </>
  );
}
