import { Alert } from '#components/ui/alert.tsx';
import { Content } from '#components/ui/content.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';

/** Stands where costs would, for who may not see them. */
export function NoCosts({ role }: { role: string }) {
  return (
    <Content>
      <PageHeader title="Costs" />
      <div className="max-w-2xl">
        <Alert tone="warn" title={`As a ${role} you do not see what runs cost.`}>
          Members see what their own runs cost, leads and owners what all cost. Ask one of them for a figure, or for
          another role.
        </Alert>
      </div>
    </Content>
  );
}
