import { FlaskConical } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

/** Stands wherever a number or an answer was made up by the sandbox. */
export function SimulatedBadge() {
  return (
    <Badge>
      <FlaskConical aria-hidden className="mr-1 size-3" />
      Sandbox · simulated answers
    </Badge>
  );
}
