import 'server-only';
import type { AnswerLine, RequestShape } from '#lib/providers/server/provider.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import { labelGuide } from '#lib/templates/label-guide.ts';
import { compilePackedPrompt } from '#lib/templates/packed-prompt.ts';
import type { Question } from '#lib/templates/schema.ts';
import { compilePackJudge, type JudgedPack } from './judge-pack.ts';
import { rowKey } from './row-key.ts';

type Asking = Question & { model: string; price: unknown; columns: readonly string[] };
type Row = { rowIndex: number; values: readonly string[] };

export type PackedRequest = {
  /** What the provider is opened with. */
  shape: RequestShape;
  system?: string | undefined;
  user: string;
  /** The rows it asks for: of two that happen to have one key, only the first. */
  rows: number[];
  /** Each row's answer, with its part of what the request cost. */
  judge(line: AnswerLine): JudgedPack;
};

/**
 * One request for several rows, as a run would send it in a batch, to be answered at once. `seed` makes the keys: a new one each
 * time, as a submission has a new id.
 * @throws AppError `invalid` for a prompt whose rows cannot share a request, `too_large` for a row that grows too large.
 */
export function packedRequest(asking: Asking, rows: readonly Row[], seed: string): PackedRequest {
  const { model, price, prompt, output, parameters, columns } = asking;
  const { system, head, line } = compilePackedPrompt(prompt, columns, labelGuide(output));
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const key = rowKey(seed, row.rowIndex);
    if (!byKey.has(key)) byKey.set(key, row);
  }
  const asked = [...byKey.values()].map((row) => row.rowIndex);
  const judge = compilePackJudge({ submissionId: seed, run: { output, price } });
  return {
    shape: requestShape({ model, output, parameters, price }, Math.max(2, asked.length)),
    system,
    user: head + [...byKey].map(([key, row]) => line(key, row.values)).join('\n'),
    rows: asked,
    judge: (answer) => judge(asked, answer),
  };
}
