-- AlterTable
ALTER TABLE "item" ADD COLUMN     "reusedRowIndex" INTEGER,
ADD COLUMN     "reusedRunId" TEXT;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "requestHash" TEXT,
ADD COLUMN     "reuse" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reusedPicoUsd" BIGINT,
ADD COLUMN     "reusedRows" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "run_workspaceId_requestHash_idx" ON "run"("workspaceId", "requestHash");
