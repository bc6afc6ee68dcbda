-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "fileMisses" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refusedFiles" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unpricedAnswers" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "duplicate_batch" (
    "connectionId" TEXT NOT NULL,
    "providerBatchId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "foundAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answers" INTEGER NOT NULL DEFAULT 0,
    "inputTokens" BIGINT NOT NULL DEFAULT 0,
    "cachedInputTokens" BIGINT NOT NULL DEFAULT 0,
    "outputTokens" BIGINT NOT NULL DEFAULT 0,
    "costPicoUsd" BIGINT,
    "unpricedAnswers" INTEGER NOT NULL DEFAULT 0,
    "bookedAt" TIMESTAMPTZ(3),

    CONSTRAINT "duplicate_batch_pkey" PRIMARY KEY ("connectionId","providerBatchId")
);

-- CreateIndex
CREATE INDEX "duplicate_batch_runId_idx" ON "duplicate_batch"("runId");

-- CreateIndex
CREATE INDEX "duplicate_batch_batchId_idx" ON "duplicate_batch"("batchId");

-- AddForeignKey
ALTER TABLE "duplicate_batch" ADD CONSTRAINT "duplicate_batch_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;
