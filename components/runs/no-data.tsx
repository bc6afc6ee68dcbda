import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { useOpenDraft } from './draft-context.tsx';
import { stepHref } from './draft-words.ts';

/** In place of a step that needs the columns of a dataset while there is none. */
export function NoData() {
  const { id } = useOpenDraft();
  return (
    <EmptyState
      title="Choose the data first"
      action={
        <LinkButton kind="primary" href={stepHref(id, 'data')}>
          Choose data
        </LinkButton>
      }
    >
      This step needs to know the columns of your file. What you wrote is kept.
    </EmptyState>
  );
}
