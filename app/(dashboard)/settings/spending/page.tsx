import type { Metadata } from 'next';
import { ApprovalRule } from '#components/runs/approval-rule.tsx';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { usdString } from '#lib/money.ts';
import { db } from '#lib/platform/db/client.ts';
import { getApprovalLimit, listDeciders } from '#lib/runs/server/approval-rule.ts';

export const metadata: Metadata = { title: 'Spending' };

export default async function SpendingPage() {
  const { workspaceId, role } = await requirePageActor();
  const [limit, deciders] = await Promise.all([getApprovalLimit(db(), workspaceId), listDeciders(db(), workspaceId)]);
  const overUsd = limit === null ? null : usdString(limit);
  return <ApprovalRule overUsd={overUsd} deciders={deciders} canManage={can(role, 'spending:manage')} />;
}
