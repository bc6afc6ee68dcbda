import { Content } from '#components/ui/content.tsx';
import { OnlyLooking } from '#components/ui/only-looking.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';

/** Stands where costs would, for who may not see them. */
export function NoCosts({ role }: { role: string }) {
  return (
    <Content>
      <PageHeader title="Costs" />
      <OnlyLooking role={role} what="see what runs cost" />
    </Content>
  );
}
