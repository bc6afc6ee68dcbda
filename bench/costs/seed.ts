import type { Client } from 'pg';
import { findPrice } from '#lib/pricing/prices.ts';

/** A year of a busy workspace, made inside the database: so many runs of a thousand rows, most sent in two batches, some in three. */
export async function seedYear(client: Client, runs: number): Promise<void> {
  await client.query(`insert into workspace (id, name) values ('ws_bench', 'bench')`);
  await client.query(
    `insert into connection (id, "workspaceId", key, name, kind) values ('con_bench', 'ws_bench', 'openai', 'OpenAI', 'openai')`,
  );
  await client.query(
    `insert into dataset (id, "workspaceId", name, columns, encoding, delimiter, "hasHeader", "rowCount", "sizeBytes", sha256)
     values ('ds_bench', 'ws_bench', 'bench', '[]', 'utf-8', ',', true, 1000, 1, '')`,
  );
  await client.query(
    `insert into "user" (id, name, email, "updatedAt") select 'usr_' || n, 'Person ' || n, n || '@example.com', now() from generate_series(0, 39) n`,
  );
  await client.query(
    `insert into template (id, "workspaceId", name) select 'tpl_' || n, 'ws_bench', 'Template ' || n from generate_series(0, 49) n`,
  );
  await client.query(
    `insert into template_version (id, "workspaceId", "templateId", number, prompt, output, parameters, columns)
     select 'tv_' || n, 'ws_bench', 'tpl_' || n, 1, '{}', '{}', '{}', '{}' from generate_series(0, 49) n`,
  );
  // An instruction of two thousand characters, as people write them, that does not compress to nothing.
  await client.query(
    `insert into run (id, "workspaceId", "datasetId", "connectionId", name, status, model, prompt, output, parameters, price,
       "outputColumns", "maxAttempts", "maxRequests", "rowCount", "createdById", "templateVersionId", "launchedAt", "finishedAt")
     select 'run_' || n, 'ws_bench', 'ds_bench', 'con_bench', 'Label tickets ' || n, 'succeeded', 'model-' || n % 12,
       jsonb_build_object('user', (select string_agg(md5(n::text || m), '') from generate_series(1, 60) m)), '{"kind":"text"}', '{}',
       case when n % 12 < 11 then $1::jsonb end, '{answer}', 3, 1000, 1000, 'usr_' || n % 40,
       case when n % 3 > 0 then 'tv_' || n % 50 end, at, at
     from (select n, timestamptz '2026-01-01 UTC' + n * interval '365 days' / ${runs} as at from generate_series(0, ${runs} - 1) n) r`,
    [JSON.stringify(findPrice('gpt-4o-mini'))],
  );
  await client.query(
    `insert into batch (id, "workspaceId", "runId", "connectionId", number, attempt, "submissionId", "requestCount", status,
       outcome, "providerBatchId", "submittedAt", "endedAt", "finishedAt", succeeded, failed, "inputTokens", "cachedInputTokens",
       "outputTokens", "costPicoUsd", "realtimePicoUsd", "usableInputTokens", "usableCachedInputTokens", "usableOutputTokens")
     select 'bat_' || n || '_' || part, 'ws_bench', 'run_' || n, 'con_bench', part, part, 'sub_' || n || '_' || part, size,
       'completed', 'completed', 'batch_' || n || '_' || part, ended, ended, ended, size - size / 50, size / 50, size * 120, size * 7,
       size * 9, case when n % 12 < 11 then size * 11700000::bigint end, case when n % 12 < 11 then (size - size / 50) * 22875000::bigint end,
       (size - size / 50) * 120, (size - size / 50) * 7, (size - size / 50) * 9
     from (
       select n, part, case part when 1 then 1000 when 2 then 20 else 1 end as size,
         timestamptz '2026-01-01 UTC' + n * interval '365 days' / ${runs} + part * interval '3 hours' as ended
       from generate_series(0, ${runs} - 1) n, generate_series(1, 3) part where part < 3 or n % 5 = 0
     ) b`,
  );
  await client.query(
    `insert into duplicate_batch ("connectionId", "providerBatchId", "workspaceId", "runId", "batchId", "bookedAt", answers,
       "inputTokens", "outputTokens", "costPicoUsd")
     select 'con_bench', 'twice_' || n, 'ws_bench', 'run_' || n, 'bat_' || n || '_1', timestamptz '2026-06-01 UTC', 10, 1200, 90, 117000000
     from generate_series(0, ${runs} - 1, 1000) n`,
  );
  await client.query('vacuum analyze');
  await client.query('checkpoint');
}
