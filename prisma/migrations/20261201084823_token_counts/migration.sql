-- CreateTable
CREATE TABLE "token_count" (
    "workspaceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "tokens" BIGINT NOT NULL,
    "longRequests" INTEGER NOT NULL,
    "longTokens" BIGINT NOT NULL,
    "counted" INTEGER NOT NULL,
    "spreadTokens" BIGINT NOT NULL,
    "countedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "token_count_pkey" PRIMARY KEY ("workspaceId","key")
);

-- CreateIndex
CREATE INDEX "token_count_datasetId_idx" ON "token_count"("datasetId");

-- AddForeignKey
ALTER TABLE "token_count" ADD CONSTRAINT "token_count_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_count" ADD CONSTRAINT "token_count_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A sample stands for more requests than it has, never for fewer.
ALTER TABLE "token_count" ADD CONSTRAINT "token_count_counts" CHECK (
  "counted" BETWEEN 0 AND "requests" AND "longRequests" BETWEEN 0 AND "requests"
  AND "longTokens" BETWEEN 0 AND "tokens" AND "spreadTokens" >= 0
);
