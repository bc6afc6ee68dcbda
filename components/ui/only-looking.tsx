import { Alert } from './alert.tsx';
import { LinkButton } from './link-button.tsx';

/** Stands where somebody may look at everything but not do what the page is for. `what` finishes "As a viewer you cannot …". */
export function OnlyLooking({ role, what }: { role: string; what: string }) {
  return (
    <div className="flex max-w-2xl flex-col items-start gap-4">
      <Alert tone="warn" title={`As a ${role} you cannot ${what}.`}>
        You can look at everything that is here. Ask the owner of this workspace for it to be done, or for another role.
      </Alert>
      <LinkButton href="/runs">See the runs</LinkButton>
    </div>
  );
}
