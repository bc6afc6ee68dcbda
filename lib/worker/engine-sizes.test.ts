import { expect, test } from 'vitest';
import { columnNames } from '#lib/datasets/column-names.ts';
import { db } from '#lib/platform/db/client.ts';
import type { Provider } from '#lib/providers/server/provider.ts';
import type { EngineBatch } from '#lib/runs/server/batch-queries.ts';
import { planRun } from '#lib/runs/server/plan-run.ts';
import { renderLines } from '#lib/runs/server/request-lines.ts';
import { uploadBatch } from '#lib/runs/server/upload-batch.ts';
import { Prompt } from '#lib/templates/schema.ts';
import { providerOf, provideSteps, read, signal } from './engine-steps-harness.ts';

const { planned } = provideSteps();

async function render(batch: EngineBatch, maxBytes: number) {
  const lines = renderLines({
    batch,
    datasetId: batch.run.datasetId,
    columns: columnNames(batch.run.dataset.columns),
    prompt: Prompt.parse(batch.run.prompt),
    provider: providerOf(batch),
    maxBytes,
    guide: null,
    schemaBytes: 0,
    costs: null,
    room: null,
  });
  let sizeBytes = 0;
  for await (const chunk of lines.chunks) sizeBytes += chunk.byteLength;
  return { ...lines.result, sent: sizeBytes };
}

test('a file is cut before the line that would make it too large by one byte, and never within a line', async () => {
  const { batch } = await planned(5);
  const whole = await render(batch, Number.MAX_SAFE_INTEGER);
  expect(whole).toMatchObject({ lines: 5, cutAt: null, sent: whole.sizeBytes });
  expect(await render(batch, whole.sizeBytes)).toMatchObject({ lines: 5, cutAt: null });
  const cut = await render(batch, whole.sizeBytes - 1);
  expect(cut).toMatchObject({ lines: 4, cutAt: 4, sent: cut.sizeBytes });
  expect(cut.sizeBytes).toBeLessThan(whole.sizeBytes);
});

test('a row that alone is larger than a file may be is not sent, and says so', async () => {
  const { batch } = await planned(2);
  const whole = await render(batch, Number.MAX_SAFE_INTEGER);
  const result = await render(batch, whole.sizeBytes / 2 - 1);
  expect(result).toMatchObject({ lines: 0, cutAt: null, sent: 0 });
  expect(result.unsendable.map(({ rowIndex, cause }) => [rowIndex, cause])).toEqual([
    [0, 'too_long'],
    [1, 'too_long'],
  ]);
});

test('rows of 40 MB go out two in a batch; the third goes into the next one', async () => {
  const { runId, batch } = await planned(3);
  const huge = 'x'.repeat(40 * 1024 * 1024);
  const sent: number[] = [];
  const provider: Provider = {
    ...providerOf(batch),
    requestLine: () => huge,
    async uploadInput(_name, content) {
      let sizeBytes = 0;
      for await (const chunk of content) sizeBytes += chunk.byteLength;
      sent.push(sizeBytes);
      return { fileId: `file-${sent.length}`, sizeBytes };
    },
  };
  await uploadBatch({ batch, provider, signal });
  expect(await read(batch.id)).toMatchObject({ status: 'uploaded', requestCount: 2 });
  await planRun(runId);
  const second = await db().batch.findFirstOrThrow({ where: { runId, number: 2 } });
  await uploadBatch({ batch: await read(second.id), provider, signal });
  expect(await read(second.id)).toMatchObject({ status: 'uploaded', requestCount: 1 });
  expect(sent).toEqual([2 * (huge.length + 1), huge.length + 1]);
});
