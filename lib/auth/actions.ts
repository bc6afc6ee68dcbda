'use server';

import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { db } from '#lib/platform/db/client.ts';
import { safeReturnPath } from './return-path.ts';
import { AccountInput, OwnerInput, PasswordChange, SignInForm, TokenInput } from './schema.ts';
import { changePassword, renamePerson, signOutEverywhere } from './server/account.ts';
import { recordAudit } from './server/audit.ts';
import { createOwner } from './server/create-owner.ts';
import { defineAction, defineFormAction, definePublicFormAction } from './server/define-action.ts';
import { signIn, signOut } from './server/sign-in.ts';
import { createToken, deleteToken } from './server/token-queries.ts';

export const createOwnerAction = definePublicFormAction(OwnerInput, async (input, headers) => {
  await createOwner(input);
  await signIn(input, headers);
  redirect('/');
});

export const signInAction = definePublicFormAction(SignInForm, async ({ next, ...input }, headers) => {
  await signIn(input, headers);
  redirect(safeReturnPath(next));
});

export const signOutAction = definePublicFormAction(z.object({}), async (_input, headers) => {
  await signOut(headers);
  redirect('/sign-in');
});

export const renamePersonAction = defineFormAction(AccountInput, 'read', async ({ name }, actor) => {
  await renamePerson(actor, name);
  // The name stands in the frame of every page.
  revalidatePath('/', 'layout');
});

export const changePasswordAction = defineFormAction(PasswordChange, 'read', async (input, actor) => {
  await changePassword(actor, input, await headers());
  revalidatePath('/settings/account');
});

export const signOutEverywhereAction = defineAction(z.object({}), 'read', async (_input, actor) => {
  await signOutEverywhere(actor);
  redirect('/sign-in');
});

export const createTokenAction = defineFormAction(TokenInput, 'token:manage', async (input, actor) => {
  const { id, token } = await db().$transaction(async (tx) => {
    const created = await createToken(tx, actor, input);
    await recordAudit(tx, actor, 'token.created', created.id, { name: input.name, role: input.role });
    return created;
  });
  revalidatePath('/settings/tokens');
  return { id, token, name: input.name };
});

export const revokeTokenAction = defineAction(
  z.object({ tokenId: z.string() }),
  'token:manage',
  async ({ tokenId }, actor) => {
    await db().$transaction(async (tx) => {
      await deleteToken(tx, actor.workspaceId, tokenId);
      await recordAudit(tx, actor, 'token.revoked', tokenId);
    });
    revalidatePath('/settings/tokens');
  },
);
