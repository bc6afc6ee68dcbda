import type { Metadata } from 'next';
import { AccountForm } from '#components/auth/account-form.tsx';
import { PasswordForm } from '#components/auth/password-form.tsx';
import { SignOutEverywhere } from '#components/auth/sign-out-everywhere.tsx';
import { Card } from '#components/ui/card.tsx';
import { getAccount } from '#lib/auth/server/account.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const actor = await requirePageActor();
  const { name, email, sessions } = await getAccount(actor);
  return (
    <>
      <Card title="You">
        <AccountForm name={name} email={email} role={actor.role} />
      </Card>
      <Card title="Password">
        <PasswordForm email={email} />
      </Card>
      <Card title="Where you are signed in">
        <SignOutEverywhere sessions={sessions} />
      </Card>
    </>
  );
}
