import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { WindowDrop } from '#components/datasets/window-drop.tsx';
import { DashboardFrame } from '#components/frame/dashboard-frame.tsx';
import { QueryProvider } from '#components/ui/query-provider.tsx';
import { parseTheme, THEME_COOKIE } from '#components/ui/theme.ts';
import { can } from '#lib/auth/roles.ts';
import { requirePageActor } from '#lib/auth/server/session.ts';
import { db } from '#lib/platform/db/client.ts';
import { getWorkspace } from '#lib/workspaces/server/workspace-queries.ts';

// A layout is not asked again on every navigation, so each page below calls requirePageActor itself.
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor();
  const workspace = await getWorkspace(db(), actor.workspaceId);
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <QueryProvider>
      <DashboardFrame
        workspace={workspace.name}
        person={actor.name}
        role={actor.role}
        theme={theme}
        seesCosts={can(actor.role, 'cost:own')}
      >
        {children}
      </DashboardFrame>
      {can(actor.role, 'dataset:create') && <WindowDrop />}
    </QueryProvider>
  );
}
