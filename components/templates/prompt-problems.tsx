import { Button } from '#components/ui/button.tsx';
import type { Mark } from '#lib/templates/marks.ts';

const MAX_SHOWN = 5;

type PromptProblemsProps = { id: string; marks: readonly Mark[]; onFix: (mark: Mark) => void };

/** What is wrong with the text, in words, each with its fix where one is near: the same as the underlines, for every hand and eye. */
export function PromptProblems({ id, marks, onFix }: PromptProblemsProps) {
  const unique = [...new Map(marks.map((mark) => [mark.message, mark])).values()];
  return (
    <div id={id} aria-live="polite">
      {unique.length > 0 && (
        <ul className="flex flex-col gap-1">
          {unique.slice(0, MAX_SHOWN).map((mark) => (
            <li key={mark.message} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm break-words text-bad">
              <span className="min-w-0">{mark.message}</span>
              {mark.fix && (
                <Button kind="chip" onPress={() => onFix(mark)}>
                  {mark.fix.label}
                </Button>
              )}
            </li>
          ))}
          {unique.length > MAX_SHOWN && <li className="text-sm text-bad">And {unique.length - MAX_SHOWN} more.</li>}
        </ul>
      )}
    </div>
  );
}
