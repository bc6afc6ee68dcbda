import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Amount } from '#components/ui/amount.tsx';
import { Button } from '#components/ui/button.tsx';
import { countOf } from '#lib/format.ts';
import { findLateTextAction } from '#lib/runs/actions.ts';
import { outputOf } from '#lib/runs/answer-draft.ts';
import type { RunDraft } from '#lib/runs/draft-form.ts';
import type { LateTextHint } from '#lib/runs/late-text-hint.ts';
import { useOpenDraft } from './draft-context.tsx';
import { stepHref } from './draft-words.ts';
import { mayHaveLateText } from './may-have-late-text.ts';
import { useSettled } from './use-settled.ts';

const ASK_AFTER_MS = 800;

/** Says where fixed text stands too late to be charged at the cached price, and moves it, or takes one where it can be moved. */
export function LateText({ place }: { place: 'instruction' | 'launch' }) {
  const { id, draft, setDraft, dataset } = useOpenDraft();
  const [moved, setMoved] = useState<{ from: string; to: string } | null>(null);
  const hint = useLateText(dataset?.id, draft);
  if (moved && draft.user === moved.to)
    return (
      <div role="status" className="flex flex-wrap items-center gap-3 text-ink-muted">
        The fixed paragraphs stand first now.
        <Button onPress={() => setDraft({ user: moved.from })}>Undo</Button>
      </div>
    );
  if (!hint) return null;
  const { reordered } = hint;
  return (
    <Alert tone="neutral" title="Every row could cost less">
      <Why hint={hint} />
      {place === 'launch' && (
        <p className="mt-2">
          <Link href={stepHref(id, 'instruction')} className="text-accent underline">
            Change the instruction
          </Link>
        </p>
      )}
      {place === 'instruction' && reordered !== null && (
        <div className="mt-3">
          <Button
            onPress={() => {
              setMoved({ from: draft.user, to: reordered });
              setDraft({ user: reordered });
            }}
          >
            Move the fixed part up
          </Button>
        </div>
      )}
    </Alert>
  );
}

function Why({ hint: { hole, tokens, rows, savedUsd } }: { hint: LateTextHint }) {
  return (
    <p className="break-words">
      {countOf(tokens, 'token')} that are the same in every row stand behind {hole}. Move them above it, or into the
      system instruction: then the provider can keep them from row to row and charge its cached price
      {savedUsd === null ? '.' : ', which could save up to '}
      {savedUsd !== null && (
        <>
          <Amount usd={savedUsd} isEstimate /> over {countOf(rows, 'row')}.
        </>
      )}
    </p>
  );
}

function useLateText(datasetId: string | undefined, draft: RunDraft): LateTextHint | null {
  const { system, user, model, connection, rowLimit } = draft;
  const limit = /^\d{1,9}$/.test(rowLimit) ? { rowLimit: Math.max(1, Number(rowLimit)) } : {};
  const asked =
    mayHaveLateText(draft) && datasetId
      ? JSON.stringify({
          datasetId,
          model,
          prompt: { system, user },
          output: outputOf(draft),
          ...limit,
          ...(connection && { connection }),
        })
      : '';
  const settled = useSettled(asked, ASK_AFTER_MS);
  const { data } = useQuery({
    queryKey: ['late-text', settled],
    queryFn: async () => {
      const found = await findLateTextAction(JSON.parse(settled));
      return found.ok ? found.data : null;
    },
    enabled: settled !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  // While something is typed, the last word would be of another text.
  return settled === asked ? (data ?? null) : null;
}
