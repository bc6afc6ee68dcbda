import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

export default function DashboardNotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState title="There is nothing here" action={<LinkButton href="/">Go to Home</LinkButton>}>
        The address may be mistyped, or what stood here was deleted, or it belongs to another workspace.
      </EmptyState>
    </>
  );
}
