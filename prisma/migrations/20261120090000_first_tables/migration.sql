-- CreateEnum
CREATE TYPE "MemberRole" AS ENUM ('owner', 'lead', 'member', 'viewer');

-- CreateEnum
CREATE TYPE "ConnectionKind" AS ENUM ('sandbox', 'openai');

-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('draft', 'queued', 'running', 'paused', 'canceling', 'succeeded', 'completed_with_failures', 'failed', 'canceled');

-- CreateEnum
CREATE TYPE "ItemStatus" AS ENUM ('waiting', 'in_flight', 'succeeded', 'failed', 'canceled', 'skipped');

-- CreateEnum
CREATE TYPE "BatchStatus" AS ENUM ('planned', 'uploaded', 'submitting', 'unknown', 'waiting_for_capacity', 'submitted', 'canceling', 'ingesting', 'completed', 'expired', 'canceled', 'failed');

-- CreateTable
CREATE TABLE "workspace" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "workspaceId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "MemberRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("workspaceId","userId")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "lastRequest" BIGINT NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "MemberRole" NOT NULL,
    "sha256" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "detail" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "encoding" TEXT NOT NULL,
    "delimiter" TEXT NOT NULL,
    "hasHeader" BOOLEAN NOT NULL,
    "rowCount" INTEGER NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "notes" JSONB NOT NULL DEFAULT '[]',
    "isSample" BOOLEAN NOT NULL DEFAULT false,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_row" (
    "datasetId" TEXT NOT NULL,
    "rowIndex" INTEGER NOT NULL,
    "values" TEXT[],

    CONSTRAINT "dataset_row_pkey" PRIMARY KEY ("datasetId","rowIndex")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "ConnectionKind" NOT NULL,
    "baseUrl" TEXT,
    "sealedApiKey" TEXT,
    "apiKeyHint" TEXT,
    "fromEnvironment" BOOLEAN NOT NULL DEFAULT false,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'draft',
    "model" TEXT NOT NULL,
    "prompt" JSONB NOT NULL,
    "output" JSONB NOT NULL,
    "parameters" JSONB NOT NULL,
    "price" JSONB,
    "estimate" JSONB,
    "outputColumns" TEXT[],
    "goldColumn" TEXT,
    "budgetPicoUsd" BIGINT,
    "dedupe" BOOLEAN NOT NULL DEFAULT false,
    "maxAttempts" INTEGER NOT NULL,
    "maxRequests" INTEGER NOT NULL,
    "rowCount" INTEGER NOT NULL,
    "isSample" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "idempotencyKey" TEXT,
    "idempotencyHash" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "launchedAt" TIMESTAMPTZ(3),
    "plannedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item" (
    "runId" TEXT NOT NULL,
    "rowIndex" INTEGER NOT NULL,
    "status" "ItemStatus" NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "attemptsLeft" SMALLINT NOT NULL,
    "batchId" TEXT,
    "inputTokens" INTEGER NOT NULL DEFAULT 0,
    "cachedInputTokens" INTEGER NOT NULL DEFAULT 0,
    "outputTokens" INTEGER NOT NULL DEFAULT 0,
    "costPicoUsd" BIGINT,
    "realtimePicoUsd" BIGINT,
    "outputs" TEXT[],
    "rawAnswer" TEXT,
    "cause" TEXT,
    "errorMessage" TEXT,

    CONSTRAINT "item_pkey" PRIMARY KEY ("runId","rowIndex")
);

-- CreateTable
CREATE TABLE "batch" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "status" "BatchStatus" NOT NULL DEFAULT 'planned',
    "submissionId" TEXT NOT NULL,
    "requestCount" INTEGER NOT NULL,
    "inputFileId" TEXT,
    "inputSizeBytes" BIGINT,
    "providerBatchId" TEXT,
    "providerStatus" TEXT,
    "providerModel" TEXT,
    "outputFileId" TEXT,
    "errorFileId" TEXT,
    "outcome" "BatchStatus",
    "providerCompleted" INTEGER NOT NULL DEFAULT 0,
    "providerFailed" INTEGER NOT NULL DEFAULT 0,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "unknownAnswers" INTEGER NOT NULL DEFAULT 0,
    "repeatedAnswers" INTEGER NOT NULL DEFAULT 0,
    "inputTokens" BIGINT NOT NULL DEFAULT 0,
    "cachedInputTokens" BIGINT NOT NULL DEFAULT 0,
    "outputTokens" BIGINT NOT NULL DEFAULT 0,
    "costPicoUsd" BIGINT,
    "realtimePicoUsd" BIGINT,
    "emptyListings" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uploadedAt" TIMESTAMPTZ(3),
    "submittingAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "polledAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_counter" (
    "runId" TEXT NOT NULL,
    "status" "ItemStatus" NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "run_counter_pkey" PRIMARY KEY ("runId","status")
);

-- CreateTable
CREATE TABLE "run_event" (
    "id" BIGSERIAL NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "batchId" TEXT,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_sample" (
    "runId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "succeeded" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,

    CONSTRAINT "run_sample_pkey" PRIMARY KEY ("runId","at")
);

-- CreateTable
CREATE TABLE "worker_process" (
    "id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_process_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "membership_userId_idx" ON "membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limit_key_key" ON "rate_limit"("key");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_sha256_key" ON "api_token"("sha256");

-- CreateIndex
CREATE INDEX "api_token_workspaceId_idx" ON "api_token"("workspaceId");

-- CreateIndex
CREATE INDEX "audit_event_workspaceId_id_idx" ON "audit_event"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "dataset_workspaceId_createdAt_idx" ON "dataset"("workspaceId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "connection_workspaceId_key_key" ON "connection"("workspaceId", "key");

-- CreateIndex
CREATE INDEX "run_workspaceId_createdAt_idx" ON "run"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "run_datasetId_idx" ON "run"("datasetId");

-- CreateIndex
CREATE UNIQUE INDEX "run_workspaceId_idempotencyKey_key" ON "run"("workspaceId", "idempotencyKey");

-- CreateIndex
CREATE INDEX "item_runId_status_rowIndex_idx" ON "item"("runId", "status", "rowIndex");

-- CreateIndex
CREATE INDEX "batch_status_idx" ON "batch"("status");

-- CreateIndex
CREATE UNIQUE INDEX "batch_connectionId_providerBatchId_key" ON "batch"("connectionId", "providerBatchId");

-- CreateIndex
CREATE UNIQUE INDEX "batch_submissionId_key" ON "batch"("submissionId");

-- CreateIndex
CREATE UNIQUE INDEX "batch_runId_number_key" ON "batch"("runId", "number");

-- CreateIndex
CREATE INDEX "run_event_runId_id_idx" ON "run_event"("runId", "id");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_counter" ADD CONSTRAINT "run_counter_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_event" ADD CONSTRAINT "run_event_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_sample" ADD CONSTRAINT "run_sample_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

-- A status and its times agree.
ALTER TABLE "run" ADD CONSTRAINT "run_finished_iff_over" CHECK (
  ("status" IN ('succeeded', 'completed_with_failures', 'failed', 'canceled')) = ("finishedAt" IS NOT NULL)
);
ALTER TABLE "run" ADD CONSTRAINT "run_launched_iff_left_draft" CHECK (("status" = 'draft') = ("launchedAt" IS NULL));
ALTER TABLE "batch" ADD CONSTRAINT "batch_finished_iff_over" CHECK (
  ("status" IN ('completed', 'expired', 'canceled', 'failed')) = ("finishedAt" IS NOT NULL)
);
ALTER TABLE "batch" ADD CONSTRAINT "batch_at_provider_has_its_id" CHECK (
  "status" NOT IN ('submitted', 'canceling', 'completed', 'expired') OR ("providerBatchId" IS NOT NULL AND "submittedAt" IS NOT NULL)
);
ALTER TABLE "batch" ADD CONSTRAINT "batch_create_needs_a_file" CHECK (
  "status" NOT IN ('uploaded', 'submitting', 'unknown') OR "inputFileId" IS NOT NULL
);
ALTER TABLE "batch" ADD CONSTRAINT "batch_create_has_a_start" CHECK (
  "status" NOT IN ('submitting', 'unknown') OR "submittingAt" IS NOT NULL
);
ALTER TABLE "batch" ADD CONSTRAINT "batch_ingesting_has_an_outcome" CHECK ("status" <> 'ingesting' OR "outcome" IS NOT NULL);
ALTER TABLE "item" ADD CONSTRAINT "item_in_flight_has_a_batch" CHECK ("status" <> 'in_flight' OR "batchId" IS NOT NULL);
ALTER TABLE "item" ADD CONSTRAINT "item_failed_has_a_cause" CHECK ("status" <> 'failed' OR "cause" IS NOT NULL);
ALTER TABLE "run_counter" ADD CONSTRAINT "run_counter_not_negative" CHECK ("count" >= 0);

-- Counters of items by status, kept by the database itself: progress is a primary-key read, however many rows a run has.
-- Rows are written in the order of their key, so that two workers on one run can never wait for each other in a circle.
CREATE FUNCTION "count_items"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "run_counter" AS c ("runId", "status", "count")
    SELECT "runId", "status", count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("runId", "status") DO UPDATE SET "count" = c."count" + excluded."count";
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE "run_counter" c SET "count" = c."count" - r.n
    FROM (SELECT "runId", "status", count(*) AS n FROM removed GROUP BY 1, 2) r
    WHERE c."runId" = r."runId" AND c."status" = r."status";
  ELSE
    PERFORM 1 FROM "run_counter" WHERE "runId" IN (SELECT DISTINCT "runId" FROM added) ORDER BY "runId", "status" FOR UPDATE;
    -- The check on the counter holds for each row written, so what leaves a status and what enters it are one number.
    INSERT INTO "run_counter" AS c ("runId", "status", "count")
    SELECT "runId", "status", 0 FROM added GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("runId", "status") DO NOTHING;
    UPDATE "run_counter" c SET "count" = c."count" + d.n
    FROM (
      SELECT "runId", "status", sum(n)::int AS n FROM (
        SELECT "runId", "status", count(*) AS n FROM added GROUP BY 1, 2
        UNION ALL
        SELECT "runId", "status", -count(*) FROM removed GROUP BY 1, 2
      ) moves GROUP BY 1, 2 HAVING sum(n) <> 0
    ) d
    WHERE c."runId" = d."runId" AND c."status" = d."status";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "item_counted_insert" AFTER INSERT ON "item" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "count_items"();
CREATE TRIGGER "item_counted_update" AFTER UPDATE ON "item" REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "count_items"();
CREATE TRIGGER "item_counted_delete" AFTER DELETE ON "item" REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION "count_items"();

-- The bulk tables have no foreign keys; their parents take them along.
CREATE FUNCTION "delete_dataset_rows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "dataset_row" WHERE "datasetId" = OLD."id";
  RETURN OLD;
END $$;
CREATE TRIGGER "dataset_takes_its_rows" BEFORE DELETE ON "dataset" FOR EACH ROW EXECUTE FUNCTION "delete_dataset_rows"();
CREATE FUNCTION "delete_run_items"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "item" WHERE "runId" = OLD."id";
  RETURN OLD;
END $$;
CREATE TRIGGER "run_takes_its_items" BEFORE DELETE ON "run" FOR EACH ROW EXECUTE FUNCTION "delete_run_items"();

-- One default connection a workspace, whatever two people click at once.
CREATE UNIQUE INDEX "connection_one_default" ON "connection" ("workspaceId") WHERE "isDefault" AND "deletedAt" IS NULL;

-- Items are written once and updated about twice: room on each page keeps the updates from spreading the table.
ALTER TABLE "item" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
