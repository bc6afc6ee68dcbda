import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { findActor, hasAnyUser } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage() {
  if (await findActor()) redirect('/');
  if (!(await hasAnyUser())) redirect('/welcome');
  return (
    <>
      <h1 className="text-lg font-semibold">Sign in</h1>
      <SignInForm />
    </>
  );
}
