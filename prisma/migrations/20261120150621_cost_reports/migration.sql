-- CreateIndex
CREATE INDEX "batch_workspaceId_endedAt_idx" ON "batch"("workspaceId", "endedAt");
