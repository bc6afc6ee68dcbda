import type { ReactNode } from 'react';
import { SettingsTabs } from '#components/frame/settings-tabs.tsx';
import { Content } from '#components/ui/content.tsx';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Content>
      <h1 className="text-lg font-semibold">Settings</h1>
      <SettingsTabs />
      {children}
    </Content>
  );
}
