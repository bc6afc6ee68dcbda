'use client';

import { useRouter } from 'next/navigation';
import type { Receipt } from '#lib/runs/receipt-schema.ts';
import type { Run } from '#lib/runs/schema.ts';
import { CountLine } from './count-line.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { useRequestCount } from './use-request-count.ts';

type PreparedReceiptProps = { receipt: Receipt; run: Run; mayCount: boolean };

/** The receipt of a run that a program prepared: exact as soon as every row is counted. */
export function PreparedReceipt({ receipt, run, mayCount }: PreparedReceiptProps) {
  const router = useRouter();
  const count = useRequestCount({
    address: `/api/runs/${run.id}/count`,
    // While a lead is asked, the price stays what it was shown with.
    isWanted: mayCount && !receipt.isCounted && run.approval?.status !== 'requested',
    onDone: async () => router.refresh(),
  });
  return <ReceiptCard {...{ receipt, run }} countLine={<CountLine receipt={receipt} count={count} />} />;
}
