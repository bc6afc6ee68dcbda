import { CAUSE_WORDS } from '#lib/providers/cause-words.ts';
import type { FailureCause } from '#lib/providers/failure-causes.ts';

/** Why the shown rows failed, in words. The default export, because it is loaded when it is needed. */
export default function CauseTitle({ cause }: { cause: FailureCause }) {
  return <>{CAUSE_WORDS[cause].title}.</>;
}
