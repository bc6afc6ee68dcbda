-- CreateTable
CREATE TABLE "run_draft" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "createdById" TEXT,
    "datasetId" TEXT,
    "runId" TEXT,
    "ownsRun" BOOLEAN NOT NULL DEFAULT true,
    "name" TEXT NOT NULL DEFAULT '',
    "form" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "pricedVersion" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_draft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "run_draft_runId_key" ON "run_draft"("runId");

-- CreateIndex
CREATE INDEX "run_draft_workspaceId_createdById_updatedAt_idx" ON "run_draft"("workspaceId", "createdById", "updatedAt");

-- CreateIndex
CREATE INDEX "run_draft_datasetId_idx" ON "run_draft"("datasetId");

-- AddForeignKey
ALTER TABLE "run_draft" ADD CONSTRAINT "run_draft_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_draft" ADD CONSTRAINT "run_draft_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "dataset"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_draft" ADD CONSTRAINT "run_draft_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
