import type { Client } from 'pg';

/** A finished run of `rows` messages in eight columns, made inside the database: nothing travels. */
export async function createFinishedRun(client: Client, rows: number): Promise<void> {
  const last = rows - 1;
  const columns = ['id', 'amount', 'text', 'digest', 'language', 'formula', 'note', 'customer'].map((name) => ({
    ...{ name, type: 'text', emptyCount: 0 },
  }));
  await client.query(`insert into workspace (id, name) values ('ws_bench', 'bench')`);
  await client.query(
    `insert into connection (id, "workspaceId", key, name, kind) values ('con_bench', 'ws_bench', 'sandbox', 'Sandbox', 'sandbox')`,
  );
  await client.query(
    `insert into dataset (id, "workspaceId", name, columns, encoding, delimiter, "hasHeader", "rowCount", "sizeBytes", sha256)
     values ('ds_bench', 'ws_bench', 'bench', $1, 'utf-8', ',', true, $2, $3, '')`,
    [JSON.stringify(columns), rows, rows * 180],
  );
  await client.query(
    `insert into dataset_row select 'ds_bench', n, array[
       'T-' || n, case when n % 7 = 0 then '-' else '' end || n % 1000 || '.5',
       'I lost my card number ' || n || ', "please" help me, it is urgent and I need it today', repeat(md5(n::text), 2),
       'en', case when n % 10 = 0 then '=SUM(A1)' else 'plain' end, '', 'customer ' || n % 5000 || ' of the north']
     from generate_series(0, ${last}) n`,
  );
  await client.query(
    `insert into run (id, "workspaceId", "datasetId", "connectionId", name, status, model, prompt, output, parameters,
       "outputColumns", "maxAttempts", "maxRequests", "rowCount", "launchedAt")
     values ('run_bench', 'ws_bench', 'ds_bench', 'con_bench', 'bench', 'running', 'gpt-4o-mini', '{}', '{}', '{}',
       '{label}', 3, 50000, $1, now())`,
    [rows],
  );
  await client.query(
    `insert into batch (id, "workspaceId", "runId", "connectionId", number, attempt, "submissionId", "requestCount", "providerModel")
     select 'bat_' || n, 'ws_bench', 'run_bench', 'con_bench', n + 1, 1, 'sub_' || n, 50000, 'gpt-4o-mini-2024-07-18'
     from generate_series(0, ${Math.floor(last / 50_000)}) n`,
  );
  await client.query(
    `insert into item ("runId", "rowIndex", status, attempts, "attemptsLeft", "batchId", "inputTokens", "outputTokens",
       "costPicoUsd", outputs, cause, "errorMessage")
     select 'run_bench', n, (case when n % 100 = 0 then 'failed' else 'succeeded' end)::"ItemStatus", 1, 2, 'bat_' || n / 50000,
       30 + n % 50, 5, (30 + n % 50) * 75000 + 1500000, case when n % 100 <> 0 then array['lost_card'] end,
       case when n % 100 = 0 then 'refused' end, case when n % 100 = 0 then 'The model declined to answer.' end
     from generate_series(0, ${last}) n`,
  );
  await client.query('update run set "plannedAt" = now()');
  await client.query('vacuum analyze dataset_row');
  await client.query('vacuum analyze item');
  await client.query('checkpoint');
}
