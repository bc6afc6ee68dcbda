'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction, defineFormAction } from '#lib/auth/server/define-action.ts';
import { PriceInput } from './price-input.ts';
import { enterPrice, withdrawPrice } from './server/price-queries.ts';

const PAGE = '/settings/prices';

export const enterPriceAction = defineFormAction(PriceInput, 'price:manage', async (input, actor) => {
  await enterPrice(actor, input);
  revalidatePath(PAGE);
  return { sentence: `${input.model} has this price for runs priced from now on.` };
});

export const withdrawPriceAction = defineAction(z.object({ id: z.string() }), 'price:manage', async ({ id }, actor) => {
  await withdrawPrice(actor, id);
  revalidatePath(PAGE);
});
