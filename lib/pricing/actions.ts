'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction, defineFormAction } from '#lib/auth/server/define-action.ts';
import { formatCount } from '#lib/format.ts';
import { DiscountInput, PriceInput } from './price-input.ts';
import { enterDiscount, enterPrice, withdrawPrice } from './server/price-queries.ts';

const PAGE = '/settings/prices';

export const enterPriceAction = defineFormAction(PriceInput, 'price:manage', async (input, actor) => {
  await enterPrice(actor, input);
  revalidatePath(PAGE);
  return { sentence: `${input.model} has this price for runs priced from now on.` };
});

export const enterDiscountAction = defineFormAction(DiscountInput, 'price:manage', async (input, actor) => {
  const count = await enterDiscount(actor, input);
  revalidatePath(PAGE);
  return {
    sentence: `${count === 1 ? '1 model costs' : `${formatCount(count)} models cost`} ${input.percent / 100} % less than the list for runs priced from now on.`,
  };
});

export const withdrawPriceAction = defineAction(z.object({ id: z.string() }), 'price:manage', async ({ id }, actor) => {
  await withdrawPrice(actor, id);
  revalidatePath(PAGE);
});
